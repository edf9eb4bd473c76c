// Running the program that a new revision's file is handed to.
#include "migrator/author/formatter.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "migrator/cluster/process.hpp"

namespace migrator::author {

namespace {

namespace fs = std::filesystem;

// The program in PATH; empty when there is none.
fs::path find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? fs::absolute(name) : fs::path();
    const char* const path = std::getenv("PATH");
    std::istringstream directories(path != nullptr ? path : "");
    for (std::string directory; std::getline(directories, directory, ':');) {
        const fs::path program = fs::path(directory) / name;
        if (::access(program.c_str(), X_OK) == 0) return fs::absolute(program);
    }
    return {};
}

}  // namespace

Result<std::string> run_post_write(const std::vector<std::string>& command, const fs::path& file) {
    constexpr std::chrono::seconds limit{60};
    if (command.empty()) return std::string();
    const fs::path program = find_program(command.front());
    if (program.empty()) return command.front() + " is not installed: the file is not formatted";
    cluster::Command run;
    run.arguments = command;
    run.arguments.front() = program.string();
    run.arguments.push_back(fs::absolute(file).string());
    auto output = cluster::run(run, cluster::Patience(limit));
    if (output.has_value()) return std::string();
    return failure(std::move(output)
                       .assume_error()
                       .become(ErrorKind::usage)
                       .hint(file.string() + " is written and stays: format it by hand"));
}

}  // namespace migrator::author
