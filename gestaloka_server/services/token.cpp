// Session tokens: base64url(user id, NUL, end) '.' base64url(HMAC-SHA-512/256 of the first part).
#include "gestaloka_server/services/token.hpp"

#include <sodium.h>

#include <charconv>

namespace gestaloka::services {

namespace {

constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t max_token_size = 1024;

std::string encode(const unsigned char* bytes, std::size_t size) {
    std::string text(sodium_base64_ENCODED_LEN(size, base64_variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size, base64_variant);
    text.pop_back();  // the terminating NUL that libsodium counts
    return text;
}

std::optional<std::string> decode(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &size, &end, base64_variant) != 0 ||
        end != text.data() + text.size())
        return {};
    bytes.resize(size);
    return bytes;
}

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

TokenKey TokenKey::random() {
    static_assert(crypto_auth_KEYBYTES == sizeof(key_));
    TokenKey key;
    crypto_auth_keygen(key.key_.data());
    return key;
}

TokenKey TokenKey::from_secret(const std::string& secret) {
    TokenKey key;
    crypto_generichash(key.key_.data(), key.key_.size(), as_bytes(secret), secret.size(), nullptr, 0);
    return key;
}

TokenKey::~TokenKey() {
    sodium_memzero(key_.data(), key_.size());
}

std::string TokenKey::sign(std::string_view user_id, long long expires_at) const {
    std::string content(user_id);
    content += '\0';
    content += std::to_string(expires_at);
    const std::string signed_part = encode(as_bytes(content), content.size());
    unsigned char mac[crypto_auth_BYTES];
    crypto_auth(mac, as_bytes(signed_part), signed_part.size(), key_.data());
    return signed_part + '.' + encode(mac, sizeof mac);
}

std::optional<std::string> TokenKey::verify(std::string_view token, long long now) const {
    const std::size_t point = token.find('.');
    if (token.size() > max_token_size || point == std::string_view::npos) return {};
    const std::string_view signed_part = token.substr(0, point);
    const std::optional<std::string> mac = decode(token.substr(point + 1));
    if (!mac || mac->size() != crypto_auth_BYTES ||
        crypto_auth_verify(as_bytes(*mac), as_bytes(signed_part), signed_part.size(), key_.data()) != 0)
        return {};
    const std::optional<std::string> content = decode(signed_part);
    const std::size_t separator = content ? content->find('\0') : std::string::npos;
    if (separator == std::string::npos) return {};
    long long expires_at = 0;
    const char* const last = content->data() + content->size();
    const auto [end, error] = std::from_chars(content->data() + separator + 1, last, expires_at);
    if (error != std::errc{} || end != last || expires_at <= now) return {};
    return content->substr(0, separator);
}

}  // namespace gestaloka::services
