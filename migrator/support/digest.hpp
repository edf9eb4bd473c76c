// A digest of text: BLAKE2b with 256 bits, by libsodium.
#pragma once

#include <string>
#include <string_view>

namespace migrator {

/// The digest as 64 hexadecimal digits, lower case. A fifth of the instructions of SHA-256: every boot computes it for
/// each applied revision.
std::string digest_hex(std::string_view text);

}  // namespace migrator
