// `migrate init`: a small server with its own database, to begin with.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/example_files.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string directory = {};
};

void declare(CLI::App& line, Options& options) {
    line.add_option("directory", options.directory, "Where it goes: new, or empty")->type_name("DIR")->required();
}

Error cannot_write(const fs::path& path, const std::string& why) {
    return Error(ErrorKind::usage, path.string() + " cannot be written: " + why);
}

Result<void> write_file(const fs::path& path, const char* text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return failure(cannot_write(path.parent_path(), error.message()));
    std::ofstream file(path);
    file << text;
    file.close();
    if (!file) return failure(cannot_write(path, std::strerror(errno)));
    return success();
}

Result<void> run_init(const Options& options, const Context& context) {
    const fs::path directory = options.directory;
    std::error_code error;
    const bool is_there = fs::exists(directory, error);
    if (is_there && (!fs::is_directory(directory, error) || !fs::is_empty(directory, error)))
        return failure(Error(ErrorKind::usage, directory.string() + " is not an empty directory")
                           .hint("name a new directory; nothing was written"));
    for (const ExampleFile& file : example_files())
        TRYV(write_file(directory / file.path, file.text));
    context.out << count_of(example_files().size(), "file") << " in " << directory.string() << ":\n";
    for (const ExampleFile& file : example_files())
        context.out << "  " << file.path << "\n";
    context.out << "its README.md tells how to build and run it\n";
    return success();
}

}  // namespace

COMMAND(init) = {
    .name = "init",
    .group = CommandGroup::care,
    .help = "Write a small example project: a server, one table, one revision, a test",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, run_init); },
};

}  // namespace migrator::cli
