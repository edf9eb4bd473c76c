// Accounts: registering, logging in, and who a token stands for.
#include "gestaloka_server/services/accounts.hpp"

#include <ctime>

#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/transaction.hpp"
#include "migrator/model/rows.hpp"

namespace gestaloka::services {

namespace model = migrator::model;
using schema::User;
using schema::UserRole;

namespace {

Answer<void> check_registration(const Registration& registration) {
    TRY_ANSWERV(check_text("username", registration.username, {.min_characters = 3, .max_characters = 50}));
    if (registration.username.find('@') != std::string::npos)
        return refuse(RefusalKind::invalid, "invalid_text", "username may not hold an '@'", "username");
    TRY_ANSWERV(check_email(registration.email));
    return check_text("password", registration.password, {.min_characters = 8, .max_characters = 128});
}

Answer<void> refuse_taken(soci::session& session, const User& user) {
    TRY_ANSWER(const auto same_name,
               model::count(session, model::Selection<User>().where<&User::username>(user.username)));
    if (same_name > 0) return refuse(RefusalKind::conflict, "username_taken", "this username is taken", "username");
    TRY_ANSWER(const auto same_email, model::count(session, model::Selection<User>().where<&User::email>(user.email)));
    if (same_email > 0)
        return refuse(RefusalKind::conflict, "email_taken", "this e-mail address is registered already", "email");
    return migrator::success();
}

auto refuse_credentials() {
    return refuse(RefusalKind::unauthenticated, "wrong_credentials", "unknown user or wrong password");
}

auto refuse_token() {
    return refuse(RefusalKind::unauthenticated, "invalid_token",
                  "log in to get a token, and send it as a Bearer token");
}

}  // namespace

Answer<User> register_user(GameServices& services, const Registration& registration) {
    TRY_ANSWERV(check_registration(registration));
    const auto now = model::Timestamp::now();
    User user{.id = new_id(),
              .username = registration.username,
              .email = lower_case_email(registration.email),
              .hashed_password = {},
              .is_active = true,
              .is_verified = false,
              .is_superuser = false,
              .created_at = now,
              .updated_at = now};
    // Hashing takes long, so it is done while no connection is held.
    TRY_ANSWER(user.hashed_password, services.passwords.hash(registration.password));

    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    TRY_ANSWERV(refuse_taken(session, user));
    TRY_ANSWER(const bool inserted, model::insert_if_absent(session, user));
    // Someone registered the same name or address since it was looked for.
    if (!inserted) return refuse(RefusalKind::conflict, "username_taken", "this username or e-mail address is taken");
    TRY_ANSWERV(model::insert(
        session,
        UserRole{
            .id = new_id(), .user_id = user.id, .role = schema::Role::player, .granted_at = now, .granted_by = {}}));
    TRY_ANSWERV(transaction.commit());
    return user;
}

Answer<Login> log_in(GameServices& services, const std::string& name, const std::string& password) {
    TRY_ANSWERV(check_text("username", name, {.min_characters = 1, .max_characters = 255}));
    TRY_ANSWERV(check_text("password", password, {.min_characters = 1, .max_characters = 128}));
    std::optional<User> user;
    {
        TRY_ANSWER(Lease lease, services.pool->lease());
        const bool is_email = name.find('@') != std::string::npos;
        TRY_ANSWER(user,
                   model::select_first(lease.session(),
                                       is_email ? model::Selection<User>().where<&User::email>(lower_case_email(name))
                                                : model::Selection<User>().where<&User::username>(name)));
    }
    if (!user) {
        services.passwords.pretend_to_match(password);
        return refuse_credentials();
    }
    if (!services.passwords.matches(user->hashed_password, password) || !user->is_active) return refuse_credentials();
    const long long expires_at = std::time(nullptr) + services.token_lifetime.count();
    return Login{.user_id = user->id, .token = services.tokens.sign(user->id, expires_at), .expires_at = expires_at};
}

Answer<std::string> authenticate(const GameServices& services, std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return refuse_token();
    auto user_id = services.tokens.verify(authorization.substr(scheme.size()), std::time(nullptr));
    if (!user_id) return refuse_token();
    return std::move(*user_id);
}

Answer<User> lock_active_user(soci::session& session, const std::string& user_id) {
    TRY_ANSWER(const auto user,
               model::select_first(session, model::Selection<User>().where<&User::id>(user_id).lock_rows()));
    if (!user || !user->is_active) return refuse_token();
    return *user;
}

}  // namespace gestaloka::services
