// What pg_dump prints of a database, without what no statement can change.
#pragma once

#include <string>

namespace convergence {

/// The output of pg_dump --schema-only, with further options as the shell reads them, without the order of columns, of
/// storage parameters and of objects. Throws std::runtime_error when pg_dump fails.
std::string comparable_dump(const std::string& url, const std::string& options = {});

/// The lines in which two of them differ, each object's after its name; empty when they are the same.
std::string difference_of_dumps(const std::string& now, const std::string& wanted);

}  // namespace convergence
