// A database's schema as pg_dump prints it.
#pragma once

#include <string>

namespace migrator::testing {

/// The output of pg_dump --schema-only, with further options as the shell reads them. Throws std::runtime_error when
/// there is no pg_dump or it fails.
std::string schema_dump(const std::string& url, const std::string& options = {});

/// The lines in which two dumps differ, those of the first one with "- " and those of the second with "+ " before them.
std::string difference(const std::string& first, const std::string& second);

}  // namespace migrator::testing
