// What the migrator has to know of Gestaloka: its revisions and its tables.
#pragma once

#include "migrator/environment.hpp"

namespace gestaloka::schema {

const migrator::Environment& environment();

}  // namespace gestaloka::schema
