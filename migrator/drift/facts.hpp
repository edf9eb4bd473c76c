// A catalog as a list of facts that people can read and that can be laid side by side.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrator/catalog/catalog.hpp"

namespace migrator {

/// Where -> what: "column users.name" -> "character varying(100) NOT NULL". The order of columns is no fact.
using CatalogFacts = std::map<std::string, std::string>;

CatalogFacts facts_of(const Catalog& catalog);

/// One place where the database is not what its revisions make.
struct Drift {
    std::string place = {};
    std::string expected = {};  ///< empty: should not be there
    std::string found = {};     ///< empty: is not there

    bool operator==(const Drift&) const = default;
};

/// What is lost first, then what is different, then what is there beside it; each by place.
std::vector<Drift> compare_facts(const CatalogFacts& expected, const CatalogFacts& found);

/// "  column t.c\n      expected  …\n      found     …", a line end after each.
std::string side_by_side(const std::vector<Drift>& drift);

}  // namespace migrator
