// Session tokens: signed, so that no table of them is kept.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gestaloka::services {

/// A token says who logged in and until when it counts; nobody can make one without the key. Thread-safe.
class TokenKey {
 public:
    /// A random key: its tokens end with this process. Requires: libsodium was initialised.
    static TokenKey random();
    /// The key that follows from `secret`, the same in every server that is given it. Requires: as random.
    static TokenKey from_secret(const std::string& secret);

    TokenKey(const TokenKey&) = default;
    TokenKey& operator=(const TokenKey&) = default;
    ~TokenKey();

    /// A token for `user_id` that counts until `expires_at`, in seconds since 1970. Printable, fit for a header.
    std::string sign(std::string_view user_id, long long expires_at) const;

    /// The user id in `token`; not set when the token was not signed with this key, or ended before `now`.
    std::optional<std::string> verify(std::string_view token, long long now) const;

 private:
    TokenKey() = default;

    std::array<unsigned char, 32> key_{};
};

}  // namespace gestaloka::services
