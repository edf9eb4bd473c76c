// What each operation makes and needs, and what it takes away: from which its place among the others follows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrator/diff/plan.hpp"

namespace migrator::diff {

/// Something that is needed: "routine .valid(integer)"; and what needs it, where that is a part of a table.
struct Need {
    std::string what = {};
    std::string by = {};

    auto operator<=>(const Need&) const = default;
};

struct Links {
    std::vector<std::string> provides = {};  ///< comes before what needs it
    std::vector<Need> needs = {};
    std::vector<std::string> removes = {};  ///< comes after what needed it
    std::vector<Need> releases = {};
    std::vector<std::string> takes = {};  ///< names, after they are free
    std::vector<std::string> frees = {};
    std::vector<std::string> touches = {};  ///< comes after earlier operations on the same, and before later ones
};

using UsesByTable = std::multimap<std::string, const TableUse*>;
UsesByTable uses_by_table(const std::vector<TableUse>& uses);

/// A part of a table as `Need::by` has it.
std::string part_key(const ObjectName& table, TableUse::By by, const std::string& part);
/// Needed by each column of the type; enums and domains only.
std::string columns_of_type(const ObjectName& type);

/// Of each of the operations of the result.
std::vector<Links> links_of_operations(const Plan& plan);

}  // namespace migrator::diff
