// pg_dump, then the proofs.
#include "migrator/backup/backup.hpp"

#include <sstream>

#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/process.hpp"
#include "migrator/postgres/connection_environment.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/support/try.hpp"

namespace migrator::backup {

namespace {

namespace fs = std::filesystem;

// Removes the file unless it was given its name.
class PartialFile {
 public:
    explicit PartialFile(const fs::path& file) : path_(file.string() + ".partial") {}
    ~PartialFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    const fs::path& path() const { return path_; }

 private:
    fs::path path_;
};

Error as_backup_failure(Error error) {
    if (error.kind() == ErrorKind::interrupted) return error;
    error.become(ErrorKind::step_failed);
    return std::move(error.hint("nothing was changed; run again when the backup can be made"));
}

Result<std::string> run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                                const BackupOptions& options) {
    cluster::Command command;
    command.arguments = arguments;
    command.environment = environment;
    // A dump takes as long as the database is large.
    const cluster::Patience patience(std::chrono::hours(24 * 7), options.interrupt);
    auto output = cluster::run(command, patience);
    if (output.has_value()) return output;
    return failure(as_backup_failure(std::move(output).assume_error()));
}

// Tables whose rows pg_dump writes: also those of extensions' configuration are not counted by it, nor are foreign
// ones.
Result<std::size_t> count_tables(const BackupOptions& options) {
    postgres::ConnectOptions connect;
    connect.database = options.database;
    connect.application_name = "backup";
    connect.interrupt = options.interrupt;
    TRY(auto session, postgres::Session::open(connect));
    TRY(const auto rows, session.query(R"sql(SELECT count(*)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))sql"));
    return static_cast<std::size_t>(rows.integer(0, 0));
}

// Lines of a table of contents: "217; 1259 16398 TABLE DATA public users owner"; comments begin with a semicolon.
void count_entries(const std::string& list, BackupReport& report) {
    std::istringstream lines(list);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == ';') continue;
        ++report.entries;
        if (line.find(" TABLE DATA ") != std::string::npos) ++report.tables;
    }
}

Result<void> prove(const fs::path& dump, const cluster::Binaries& programs, const BackupOptions& options,
                   BackupReport& report) {
    const std::string restore = programs.program("pg_restore").string();
    TRY(const std::string list, run_program({restore, "--list", dump.string()}, {}, options));
    count_entries(list, report);
    // Reads every row and writes it nowhere: a dump that was cut off fails here.
    TRYV(run_program({restore, "--file=/dev/null", dump.string()}, {}, options));
    TRY(const std::size_t tables, count_tables(options));
    if (report.tables >= tables) return success();
    return failure(as_backup_failure(Error(
        ErrorKind::step_failed,
        "the backup holds the rows of " + std::to_string(report.tables) + " tables of " + std::to_string(tables))));
}

}  // namespace

Result<BackupReport> back_up(const BackupOptions& options) {
    BackupReport report;
    report.file = fs::absolute(options.file);
    if (fs::exists(report.file))
        return failure(Error(ErrorKind::usage, "the backup file " + report.file.string() + " exists")
                           .hint("name a new file; a backup is never overwritten"));
    TRY(const std::vector<std::string> environment, postgres::connection_environment(options.database));
    TRY(const cluster::Binaries programs, cluster::find_binaries(cluster::search_of_this_machine(options.binaries)));
    const PartialFile partial(report.file);
    TRYV(run_program(
        {programs.program("pg_dump").string(), "--format=custom", "--no-password", "--file=" + partial.path().string()},
        environment, options));
    TRYV(prove(partial.path(), programs, options, report));
    std::error_code error;
    report.bytes = fs::file_size(partial.path(), error);
    if (!error) fs::rename(partial.path(), report.file, error);
    if (error)
        return failure(as_backup_failure(
            Error(ErrorKind::step_failed, "the backup cannot be given its name: " + error.message())));
    return report;
}

}  // namespace migrator::backup
