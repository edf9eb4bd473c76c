// An object that is compared and replaced as a whole, as PostgreSQL prints it: views, functions, triggers …
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/name.hpp"

namespace migrator {

/// What the definition of an object needs, as PostgreSQL recorded it.
struct ObjectUse {
    enum class Kind { relation, function, type };
    Kind kind = Kind::relation;
    ObjectName name = {};
    std::string arguments = {};  ///< of a function
    std::string column = {};     ///< of a relation: a column, or the key that a GROUP BY needs; empty: the whole

    bool operator==(const ObjectUse&) const = default;
};

struct RawObject {
    enum class Kind { extension, domain, function, procedure, view, materialized_view, trigger, policy };
    Kind kind = Kind::view;
    ObjectName name = {};        ///< of a trigger or policy: its own name, in the schema of its table
    ObjectName table = {};       ///< triggers and policies: where they belong; else empty
    std::string arguments = {};  ///< functions and procedures: the types that tell overloads apart, "integer, text"
    SqlText definition = {};     ///< the whole CREATE statement, without the final semicolon
    std::string comment = {};
    /// Only in a catalog that was read; decides the order in which objects are dropped and created.
    std::vector<ObjectUse> uses = {};

    bool operator==(const RawObject&) const = default;
};

/// An object of a kind that no operation reaches: a difference in it is refused by name.
struct OtherObject {
    std::string kind = {};        ///< e.g. "composite type", "grant"
    std::string name = {};        ///< for people, e.g. "public.address"
    std::string definition = {};  ///< any text that changes with it
    ObjectName parent = {};       ///< its schema, and the table, view or sequence that it is or belongs to, if any

    bool operator==(const OtherObject&) const = default;
};

/// Every `kind` that an OtherObject can have, in the order of the alphabet.
const std::vector<std::string>& other_object_kinds();

}  // namespace migrator
