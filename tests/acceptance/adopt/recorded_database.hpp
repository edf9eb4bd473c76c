// A database as Alembic left it after one of its 26 revisions, made from the
// recorded catalog.
#pragma once

#include <string>

namespace gestaloka::acceptance {

/// The statements that make the recorded catalog of revision `number` (from 1),
/// and Alembic's own table at `revision`.
std::string recorded_database(int number, const std::string& revision);

}  // namespace gestaloka::acceptance
