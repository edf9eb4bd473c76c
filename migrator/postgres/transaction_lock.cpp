// The lock goes with the transaction.
#include "migrator/postgres/transaction_lock.hpp"

#include "migrator/support/try.hpp"

namespace migrator::postgres {

Result<bool> begin_locked(Session& session, LockKey key) {
    TRY(const auto results, session.run_script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\nSELECT "
                                               "pg_catalog.pg_try_advisory_xact_lock(" +
                                               std::to_string(key.number) + ")"));
    if (results.back().boolean(0, 0)) return true;
    TRYV(session.run_script("ROLLBACK"));
    return false;
}

}  // namespace migrator::postgres
