// Accounts: registering, logging in, and who a token stands for.
#pragma once

#include <string>
#include <string_view>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "schema/tables/account.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

struct Registration {
    std::string username;  ///< 3 to 50 characters, no '@'
    std::string email;
    std::string password;  ///< 8 to 128 characters
};

/// Makes a user with the role PLAYER, both in one transaction.
/// Refuses: invalid; conflict "username_taken" or "email_taken".
Answer<schema::User> register_user(GameServices& services, const Registration& registration);

struct Login {
    std::string user_id;
    std::string token;
    long long expires_at = 0;  ///< seconds since 1970
};

/// `name` is a username or an e-mail address.
/// Refuses: unauthenticated "wrong_credentials", alike and after the same work for an unknown user, a wrong password
/// and a user who is not active.
Answer<Login> log_in(GameServices& services, const std::string& name, const std::string& password);

/// The user id of an `Authorization: Bearer …` header. Refuses: unauthenticated "invalid_token".
Answer<std::string> authenticate(const GameServices& services, std::string_view authorization);

/// Locks the user's row for the transaction, so that what is counted per user cannot change meanwhile.
/// Refuses: unauthenticated "invalid_token" when the user is gone or no longer active.
Answer<schema::User> lock_active_user(soci::session& session, const std::string& user_id);

}  // namespace gestaloka::services
