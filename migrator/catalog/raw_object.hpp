// An object that is compared and replaced as a whole, as PostgreSQL prints it: views, functions, triggers …
#pragma once

#include <string>

#include "migrator/catalog/name.hpp"

namespace migrator {

struct RawObject {
    enum class Kind { extension, function, procedure, view, materialized_view, trigger, policy };
    Kind kind = Kind::view;
    ObjectName name = {};        ///< of a trigger or policy: its own name, in the schema of its table
    ObjectName table = {};       ///< triggers and policies: where they belong; else empty
    std::string arguments = {};  ///< functions and procedures: the types that tell overloads apart, "integer, text"
    SqlText definition = {};     ///< the whole CREATE statement, without the final semicolon
    std::string comment = {};

    bool operator==(const RawObject&) const = default;
};

}  // namespace migrator
