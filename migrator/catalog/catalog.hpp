// What a database looks like: the value that models describe, introspection reads and comparison compares.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/raw_object.hpp"
#include "migrator/catalog/sequence.hpp"
#include "migrator/catalog/table.hpp"

namespace migrator {

struct Catalog {
    std::vector<std::string> schemas = {};  ///< beside `public`
    std::vector<EnumType> enums = {};
    std::vector<Sequence> sequences = {};  ///< without those that a serial or identity column owns
    std::vector<Table> tables = {};
    std::vector<Index> indexes = {};  ///< without those that a constraint makes
    std::vector<RawObject> objects = {};

    bool operator==(const Catalog&) const = default;
};

}  // namespace migrator
