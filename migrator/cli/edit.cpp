// `migrate edit`: opens the files of revisions in the user's editor.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/revision_directory.hpp"
#include "migrator/revision/lookup.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    std::string revision = {};
};

void declare(CLI::App& line, Options& options) {
    line.add_option("revision", options.revision, "A revision, head, or current")->type_name("REV")->required();
}

Result<RevisionList> find_to_edit(const Options& options, const Context& context) {
    if (options.revision == "current") {
        TRY(const RunOptions database, context.database());
        TRY(const History history, inspect(database, context.observer));
        const RevisionList heads = current_heads(as_compiled(history, context.registry), context.registry);
        if (heads.empty()) return failure(ErrorKind::usage, "no current revisions: nothing is applied");
        return heads;
    }
    TRY(const RevisionList found, find_revisions(context.registry, options.revision));
    if (found.empty())
        return failure(ErrorKind::usage, "no revision files indicated by symbol '" + options.revision + "'");
    return found;
}

std::string editor() {
    for (const char* name : {"VISUAL", "EDITOR"})
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
    return "vi";
}

// The editor may be a command with arguments, so a shell takes it apart; the file is an argument of its own.
Result<void> open_in_editor(const std::string& file) {
    const std::string command = editor() + " \"$1\"";
    const pid_t child = ::fork();
    if (child < 0) return failure(ErrorKind::internal, "no process for the editor could be started");
    if (child == 0) {
        ::execl("/bin/sh", "sh", "-c", command.c_str(), "sh", file.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return success();
    return failure(Error(ErrorKind::usage, "the editor \"" + editor() + "\" failed on " + file)
                       .hint("set VISUAL or EDITOR to a program that is installed"));
}

Result<void> edit(const Options& options, const Context& context) {
    TRY(const RevisionList nodes, find_to_edit(options, context));
    for (const RevisionNode* node : nodes) {
        TRY(const auto file, find_revision_file(*node));
        TRYV(open_in_editor(file.string()));
    }
    return success();
}

}  // namespace

COMMAND(edit) = {
    .name = "edit",
    .group = CommandGroup::author,
    .help = "Open a revision's file in $VISUAL or $EDITOR",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, edit); },
};

}  // namespace migrator::cli
