// A fuzzer's bytes, taken as numbers, choices and texts. At the end of the bytes everything is 0 or empty.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace migrator::fuzz {

class Input {
 public:
    Input(const std::uint8_t* data, std::size_t size)
        : bytes_(size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size)) {}

    bool is_empty() const { return bytes_.empty(); }

    unsigned byte() {
        if (bytes_.empty()) return 0;
        const auto first = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return first;
    }

    /// As many bytes as the next one says.
    std::string text() { return take(byte()); }
    std::string rest() { return take(bytes_.size()); }

    template <std::size_t count>
    std::string choice(const std::array<std::string_view, count>& list) {
        return std::string(list[byte() % count]);
    }

 private:
    std::string take(std::size_t length) {
        const std::string taken(bytes_.substr(0, length));
        bytes_.remove_prefix(std::min(length, bytes_.size()));
        return taken;
    }

    std::string_view bytes_;
};

/// Ends the process: a promise does not hold for this input.
[[noreturn]] inline void broken(const char* promise) {
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

}  // namespace migrator::fuzz
