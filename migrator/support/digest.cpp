// A digest of text: BLAKE2b with 256 bits, by libsodium.
#include "migrator/support/digest.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

namespace migrator {

std::string digest_hex(std::string_view text) {
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr,
                       0);
    char hex[2 * sizeof digest + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return hex;
}

}  // namespace migrator
