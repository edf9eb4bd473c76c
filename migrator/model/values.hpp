// Values that C++ has no type for: exact decimals, UUIDs, bytes, addresses, JSON.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace migrator::model {

/// A JSON document as text; the database checks that it is JSON. Maps to `json`, which keeps the text, and `jsonb`,
/// which keeps its meaning.
struct Json {
    std::string text = "null";

    bool operator==(const Json&) const = default;
};

/// An exact number as PostgreSQL prints it, e.g. "-12.50", "NaN", "Infinity". Maps to `numeric`. Equal when the digits
/// are: "1.0" is not "1.00".
struct Decimal {
    std::string text = "0";

    bool operator==(const Decimal&) const = default;
};

/// Maps to `uuid`.
struct Uuid {
    std::array<unsigned char, 16> bytes = {};

    auto operator<=>(const Uuid&) const = default;
};

/// Any bytes, zero ones too. Maps to `bytea`.
struct Bytes {
    std::string data = {};

    bool operator==(const Bytes&) const = default;
};

/// An IPv4 or IPv6 address, with the length of a network behind a slash or without, as PostgreSQL prints it. Maps to
/// `inet`.
struct Inet {
    std::string text = "0.0.0.0";

    bool operator==(const Inet&) const = default;
};

/// "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11".
std::string to_text(const Uuid& uuid);
std::optional<Uuid> parse_uuid(std::string_view text);

/// Takes the length of a single address away, which a cast to text adds.
Inet parse_inet(std::string_view text);

/// "\x00ff", which PostgreSQL reads, and prints with bytea_output = hex (its default).
std::string to_text(const Bytes& bytes);
std::optional<Bytes> parse_bytes(std::string_view text);

}  // namespace migrator::model
