// What bears a new name: without these hints a comparison would take a renamed object for one dropped and one created.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/name.hpp"

namespace migrator {

/// The table that is now called `table`.
struct TableRename {
    std::string was = {};
    ObjectName table = {};

    bool operator==(const TableRename&) const = default;
};

/// A column of `table` (its new name, where that changes, too).
struct ColumnRename {
    ObjectName table = {};
    std::string was = {};
    std::string column = {};

    bool operator==(const ColumnRename&) const = default;
};

struct LabelRename {
    ObjectName type = {};
    std::string was = {};
    std::string label = {};

    bool operator==(const LabelRename&) const = default;
};

/// A hint whose old name is no longer there, or whose new name is there already, has done its work and means nothing.
struct RenameHints {
    std::vector<TableRename> tables = {};
    std::vector<ColumnRename> columns = {};
    std::vector<LabelRename> labels = {};

    bool operator==(const RenameHints&) const = default;
};

}  // namespace migrator
