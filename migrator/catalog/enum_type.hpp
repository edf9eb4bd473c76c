// An enum type, as a value.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/name.hpp"

namespace migrator {

struct EnumType {
    ObjectName name = {};
    std::vector<std::string> labels = {};  ///< in the order in which they compare
    std::string comment = {};

    bool operator==(const EnumType&) const = default;
};

}  // namespace migrator
