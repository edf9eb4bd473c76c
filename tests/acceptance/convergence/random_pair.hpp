// A schema and what becomes of it by a few changes, all decided by a seed.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/rename_hints.hpp"
#include "random.hpp"
#include "random_schema.hpp"

namespace convergence {

struct RandomPair {
    RandomSchema from = {};
    RandomSchema to = {};
    std::vector<std::string> changes = {};  ///< what was done to `from`, in words
    bool keeps_rows_on_the_way_back = true;
};

/// A pair that operations lead through. `with_extensions`: extensions, which belong to the database, differ too;
/// renames are told as hints only `with_hints`.
RandomPair random_pair(unsigned seed, bool with_extensions, bool with_hints);

/// What the models would say of the second schema's renamed parts.
migrator::RenameHints hints_of(const RandomSchema& schema, const std::string& home);

/// One change, in words and as a function. False: the schema has no place for it.
struct Change {
    const char* name;
    bool (*apply)(RandomSchema& schema, Random& random);
};

const std::vector<Change>& schema_changes();
const std::vector<Change>& table_changes();
const std::vector<Change>& renames();

RandomColumn random_column(const std::string& name, Random& random);
RandomTable random_table(const std::string& name, Random& random);

}  // namespace convergence
