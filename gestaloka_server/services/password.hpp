// Password hashes: Argon2id through libsodium.
#pragma once

#include <memory>
#include <string>

#include "gestaloka_server/services/refusal.hpp"

namespace gestaloka::services {

/// Thread-safe. A hash takes 64 MiB and some 50 ms on purpose (libsodium's limits for interactive use), so only two
/// are computed at a time; further callers wait.
class PasswordHasher {
 public:
    /// Requires: libsodium was initialised.
    PasswordHasher();
    PasswordHasher(PasswordHasher&&) noexcept;
    ~PasswordHasher();

    /// The hash as text with salt and limits in it, at most 128 characters.
    /// Errors: unavailable when memory is short.
    Answer<std::string> hash(const std::string& password);

    /// Whether `password` is the one that `hash` was made of. An unknown form of hash is never matched.
    bool matches(const std::string& hash, const std::string& password);

    /// Works as long as `matches` does on a wrong password, for users that do not exist.
    void pretend_to_match(const std::string& password);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gestaloka::services
