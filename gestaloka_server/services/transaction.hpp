// A transaction of a service: rolled back unless it was committed.
#pragma once

#include "migrator/support/result.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

class Transaction {
 public:
    /// Begins one, READ COMMITTED. Errors: as migrator::model::run_command.
    static migrator::Result<Transaction> begin(soci::session& session);

    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Errors: step_failed when a statement in it failed (PostgreSQL would answer ROLLBACK without an error);
    /// otherwise as migrator::model::run_command. Lost connections leave the outcome unknown.
    migrator::Result<void> commit();

 private:
    explicit Transaction(soci::session& session) : session_(&session) {}

    soci::session* session_;
};

}  // namespace gestaloka::services
