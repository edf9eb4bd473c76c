// The migration lock for one transaction, which holds behind a pooler, too.
#pragma once

#include "migrator/postgres/migration_lock.hpp"

namespace migrator::postgres {

/// Begins a transaction and takes the lock for it alone. False: somebody has it, and there is no transaction.
Result<bool> begin_locked(Session& session, LockKey key);

}  // namespace migrator::postgres
