// A storage parameter of a table, an index or a constraint's index, as a value.
#pragma once

#include <string>

namespace migrator {

struct StorageParameter {
    std::string name = {};
    std::string value = {};

    bool operator==(const StorageParameter&) const = default;
};

}  // namespace migrator
