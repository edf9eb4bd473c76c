// Runs a fuzz target over the files of a corpus, and over each cut short and with a bit turned: for builds that have no
// fuzzer.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/target.hpp"

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t run_variants(Bytes bytes) {
    constexpr std::size_t variants = 200;
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    const std::size_t stride = bytes.size() / variants + 1;
    std::size_t runs = 1;
    for (std::size_t i = 0; i < bytes.size(); i += stride) {
        LLVMFuzzerTestOneInput(bytes.data(), i);
        bytes[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        bytes[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
        runs += 2;
    }
    return runs;
}

}  // namespace

int main(int argument_count, char** arguments) {
    std::size_t runs = 0;
    for (int i = 1; i < argument_count; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i]))
            runs += run_variants(read_file(entry.path()));
    std::fprintf(stderr, "%zu inputs\n", runs);
    return runs == 0 ? 1 : 0;
}
