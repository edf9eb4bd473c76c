// SHA-256, by libsodium.
#include "migrator/support/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

namespace migrator {

std::string sha256_hex(std::string_view text) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    char hex[2 * sizeof digest + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return hex;
}

}  // namespace migrator
