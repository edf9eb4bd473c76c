// Errors of the database, as what a player is told.
#include "gestaloka_server/services/refusal.hpp"

#include <spdlog/spdlog.h>

namespace gestaloka::services {

namespace {

using migrator::ErrorKind;

Refusal told_as(const migrator::ErrorDetails& details) {
    if (details.kind == ErrorKind::unavailable || details.kind == ErrorKind::lock_timeout ||
        details.kind == ErrorKind::interrupted)
        return {RefusalKind::unavailable, "database_unavailable", "the game's database is not available, try again"};
    if (details.sqlstate == "22021" || details.sqlstate == "22P05" || details.sqlstate == "22001")
        return {RefusalKind::invalid, "invalid_text", "a text is too long or cannot be stored"};
    if (details.sqlstate == "23505") return {RefusalKind::conflict, "already_exists", "it exists already"};
    return {RefusalKind::internal, "internal_error", "the server failed to do this; the failure was logged"};
}

}  // namespace

Refusal refusal_of(const migrator::Error& error) {
    Refusal refusal = told_as(error.details());
    // The error's detail may quote values of the row, such as an e-mail address; the summary does not hold it.
    if (refusal.kind == RefusalKind::internal)
        spdlog::error("game service: {}", summary(error));
    else if (refusal.kind == RefusalKind::unavailable)
        spdlog::warn("game service: {}", summary(error));
    return refusal;
}

}  // namespace gestaloka::services
