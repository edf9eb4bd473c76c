// Which casts PostgreSQL has between its own types.
#pragma once

#include <string>

namespace migrator::diff {

/// As castcontext of pg_cast tells. `assignment`: by itself, where a value is stored; so is what needs no cast at all.
enum class Cast { none, on_request, assignment };

/// Types by their names without length or precision, e.g. "character varying".
Cast cast_between(const std::string& from, const std::string& to);
/// True when `cast_between` knows all that the type can be cast to; not so for types that a database defines.
bool is_cast_known(const std::string& type);

bool is_string(const std::string& type);
bool is_number(const std::string& type);
bool is_integer(const std::string& type);

}  // namespace migrator::diff
