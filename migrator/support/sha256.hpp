// SHA-256, by libsodium.
#pragma once

#include <string>
#include <string_view>

namespace migrator {

/// The digest as 64 hexadecimal digits, lower case.
std::string sha256_hex(std::string_view text);

}  // namespace migrator
