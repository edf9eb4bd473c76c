// The table of SQLSTATEs that the migrator reacts to.
#include "migrator/postgres/sqlstate.hpp"

namespace migrator::postgres {

namespace {

bool is_connection_loss(std::string_view sqlstate) {
    return sqlstate.empty() || sqlstate.starts_with("08") || sqlstate == "57P01" ||  // admin_shutdown
           sqlstate == "57P02" ||                                                    // crash_shutdown
           sqlstate == "57P03" ||                                                    // cannot_connect_now
           is_idle_timeout(sqlstate);
}

}  // namespace

bool is_idle_timeout(std::string_view sqlstate) {
    return sqlstate == "57P05" || sqlstate == "25P03";  // idle_session_timeout, idle_in_transaction_session_timeout
}

ErrorKind kind_of_sqlstate(std::string_view sqlstate) {
    if (is_connection_loss(sqlstate)) return ErrorKind::unavailable;
    if (sqlstate == "42501" || sqlstate == "25006") return ErrorKind::privilege;  // also read_only_sql_transaction
    if (is_lock_not_available(sqlstate)) return ErrorKind::lock_timeout;
    return ErrorKind::step_failed;
}

bool is_retryable_conflict(std::string_view sqlstate) {
    return sqlstate == "40001" || sqlstate == "40P01";
}

bool is_lock_not_available(std::string_view sqlstate) {
    return sqlstate == "55P03";
}

bool is_unconvertible(std::string_view sqlstate) {
    return sqlstate == "22P05" || sqlstate == "22021";  // untranslatable_character, character_not_in_repertoire
}

bool is_passing_connect_failure(std::string_view sqlstate) {
    return is_connection_loss(sqlstate) || sqlstate == "53300";  // too_many_connections
}

}  // namespace migrator::postgres
