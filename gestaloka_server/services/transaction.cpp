// A transaction of a service.
#include "gestaloka_server/services/transaction.hpp"

#include <utility>

#include "gestaloka_server/services/soci_connection.hpp"
#include "migrator/model/run_statement.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::services {

using migrator::Result;
using migrator::model::run_command;

Result<Transaction> Transaction::begin(soci::session& session) {
    TRYV(run_command(session, {.sql = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"}));
    return Transaction(session);
}

Transaction::Transaction(Transaction&& other) noexcept : session_(std::exchange(other.session_, nullptr)) {}

Transaction::~Transaction() {
    // What cannot be rolled back here is when the connection goes back to the pool.
    if (session_ != nullptr) static_cast<void>(run_command(*session_, {.sql = "ROLLBACK"}));
}

Result<void> Transaction::commit() {
    if (!is_in_good_transaction(*session_))
        return migrator::failure(migrator::ErrorKind::step_failed, "a failed transaction cannot be committed");
    TRYV(run_command(*std::exchange(session_, nullptr), {.sql = "COMMIT"}));
    return migrator::success();
}

}  // namespace gestaloka::services
