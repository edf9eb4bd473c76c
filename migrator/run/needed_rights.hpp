// What the operations of a plan need to be allowed to, before a database is asked whether they are.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "migrator/run/plan.hpp"

namespace migrator {

/// An object that stands before the plan runs, and what the plan does with it.
struct NeededObject {
    enum class Kind { relation, type, routine, schema };
    enum class Use {
        alter,   ///< as its owner
        drop,    ///< as its owner, or as the owner of its schema
        extend,  ///< creates something in its schema
        read,    ///< its rows
        insert,
        update,
        refer,  ///< by a foreign key
    };
    Kind kind = Kind::relation;
    Use use = Use::alter;
    ObjectName name = {};
    std::string arguments = {};  ///< of a routine: the types that tell overloads apart
};

struct NeededRights {
    bool creates_schemas = false;
    bool creates_objects = false;            ///< in the first schema of the search path
    std::set<std::string> schemas = {};      ///< those written with the names of what is created
    std::vector<NeededObject> objects = {};  ///< each once
};

/// Raw SQL and C++ cannot be judged beforehand, and the server knows alone who may make an extension or set the
/// sequence of a column.
NeededRights needed_rights(const Plan& plan);

}  // namespace migrator
