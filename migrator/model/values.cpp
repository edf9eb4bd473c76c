// UUIDs and bytes in hexadecimal digits, addresses.
#include "migrator/model/values.hpp"

namespace migrator::model {

namespace {

void add_hex(std::string& text, unsigned char byte) {
    static constexpr char digits[] = "0123456789abcdef";
    text += digits[byte >> 4];
    text += digits[byte & 15];
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The byte of the two digits at the front; -1 when they are none.
int hex_byte(std::string_view text) {
    const int high = hex_digit(text[0]);
    const int low = hex_digit(text[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
    std::string text;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        add_hex(text, uuid.bytes[i]);
    }
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    constexpr std::size_t length = 36;
    if (text.size() != length) return {};
    Uuid uuid;
    std::size_t at = 0;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return {};
        const int byte = hex_byte(text.substr(at, 2));
        if (byte < 0) return {};
        uuid.bytes[i] = static_cast<unsigned char>(byte);
        at += 2;
    }
    return uuid;
}

Inet parse_inet(std::string_view text) {
    const std::string_view whole = text.find(':') == std::string_view::npos ? "/32" : "/128";
    if (text.ends_with(whole)) text.remove_suffix(whole.size());
    return {std::string(text)};
}

std::string to_text(const Bytes& bytes) {
    std::string text = "\\x";
    for (const char c : bytes.data)
        add_hex(text, static_cast<unsigned char>(c));
    return text;
}

std::optional<Bytes> parse_bytes(std::string_view text) {
    if (!text.starts_with("\\x") || text.size() % 2 != 0) return {};
    Bytes bytes;
    for (std::size_t at = 2; at < text.size(); at += 2) {
        const int byte = hex_byte(text.substr(at, 2));
        if (byte < 0) return {};
        bytes.data += static_cast<char>(byte);
    }
    return bytes;
}

}  // namespace migrator::model
