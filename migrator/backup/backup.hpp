// A dump of a database before something changes it, proved to be readable.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "migrator/support/result.hpp"

namespace migrator {
class Interrupt;
}

namespace migrator::backup {

struct BackupOptions {
    /// libpq URI or keyword string. It reaches pg_dump through its environment, never on its command line.
    std::string database = {};
    std::filesystem::path file = {};                     ///< must not exist yet
    std::optional<std::filesystem::path> binaries = {};  ///< directory of pg_dump; default: looked for
    const Interrupt* interrupt = nullptr;                ///< ends it early; may be null
};

struct BackupReport {
    std::filesystem::path file = {};
    std::uintmax_t bytes = 0;
    std::size_t entries = 0;  ///< of the dump's table of contents
    std::size_t tables = 0;   ///< whose rows it holds
};

/// Runs pg_dump (custom format) into a file beside `file`, has pg_restore list it and read it to its end, compares the
/// tables in it with those of the database, and only then gives it its name. Nothing stays behind on an error.
/// Errors: usage (the file exists, a string that libpq cannot parse), step_failed (no dump, or not the whole of it,
/// with what the program said), unavailable (no programs), interrupted.
Result<BackupReport> back_up(const BackupOptions& options);

}  // namespace migrator::backup
