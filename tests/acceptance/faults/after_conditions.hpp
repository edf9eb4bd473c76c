// What must hold after each fault.
#pragma once

#include <string>

namespace gestaloka::faults {

/// What a chain makes of a database: pg_dump of the schema, and a checksum of each table's rows. The history's rows
/// are left out, since they tell of the runs.
std::string golden_digest(const std::string& database);

/// Fails the test unless each revision is recorded once and applied, and there is no advisory lock, no INVALID index
/// and no prepared transaction.
void check_nothing_is_left(const std::string& database);

}  // namespace gestaloka::faults
