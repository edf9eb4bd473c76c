// Takes parts off the front of a text.
#pragma once

#include <charconv>
#include <string_view>

namespace migrator::model {

/// Every function takes its part away and returns true, or returns false when the part is not there.
class TextReader {
 public:
    explicit TextReader(std::string_view text) : rest_(text) {}

    bool take(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }
    /// Digits without a sign.
    template <class Number>
    bool number(Number& value) {
        if (!starts_with_digit()) return false;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }
    /// Up to six digits after the point, as microseconds.
    bool fraction(unsigned& microsecond) {
        unsigned scale = 100'000;
        if (!starts_with_digit()) return false;
        for (; starts_with_digit(); rest_.remove_prefix(1), scale /= 10)
            microsecond += static_cast<unsigned>(rest_.front() - '0') * scale;
        return true;
    }
    bool at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

 private:
    bool starts_with_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

    std::string_view rest_;
};

}  // namespace migrator::model
