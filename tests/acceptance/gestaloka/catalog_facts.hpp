// A catalog as a list of facts that can be compared and read: "users.email" -> "character varying(255), not null".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrator/postgres/session.hpp"

namespace gestaloka::acceptance {

/// The place of a fact, and the fact.
using CatalogFacts = std::map<std::string, std::string>;

/// The facts of the schema `public` of a database.
CatalogFacts read_catalog(migrator::postgres::Session& session);

/// The facts that `steps/NN_revision.json` recorded after the Alembic revision; `number` counts from 1.
CatalogFacts recorded_catalog(int number, const std::string& revision);

/// One line a fact that differs.
std::vector<std::string> differences(const CatalogFacts& expected, const CatalogFacts& found);

}  // namespace gestaloka::acceptance
