// The function that every fuzz target defines; the name is libFuzzer's.
#pragma once

#include <cstddef>
#include <cstdint>

/// Uses the bytes as foreign input. Must neither crash, nor hang, nor call `broken`.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
