// `migrate merge`: the file of a revision that makes one line of several.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/new_revision.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options : NewRevisionOptions {
    std::vector<std::string> revisions = {};
};

void declare(CLI::App& line, Options& options) {
    line.add_option("revision", options.revisions, "Two or more heads, or heads for all")->type_name("REV")->required();
    declare_new_revision(line, options);
}

Result<void> merge(const Options& options, const Context& context) {
    TRY(const author::NewRevision revision, start_merge(options, options.revisions, context.registry));
    TRY(const auto path, save_revision(revision, options, context));
    if (options.json)
        print_json({{"revision", revision.id}, {"revises", revision.parents}, {"file", path.string()}}, context.out);
    else
        context.out << "wrote " << path.string() << ": " << revision.id << " merges " << join_words(revision.parents)
                    << "\n";
    return success();
}

}  // namespace

COMMAND(merge) = {
    .name = "merge",
    .group = CommandGroup::author,
    .help = "Write a revision that makes one of several heads",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, merge); },
};

}  // namespace migrator::cli
