// `migrate squash`: the file of a revision that stands for a range on new databases.
#include "migrator/author/squash.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/author/formatter.hpp"
#include "migrator/author/message.hpp"
#include "migrator/author/revision_id.hpp"
#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/cli/revision_directory.hpp"
#include "migrator/revision/placement.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    std::string range = {};
    std::string message = {};
    std::string id = {};
    std::string directory = {};
    bool leave_data_out = false;
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_option("range", options.range, "FIRST:LAST, both included; base:LAST from the beginning")
        ->type_name("FIRST:LAST")
        ->required();
    line.add_option("-m,--message", options.message, "What the revision makes")->type_name("TEXT");
    line.add_option("--rev-id", options.id, "The id, instead of a random one")->type_name("ID");
    line.add_option("--directory", options.directory, "Where the file goes, instead of beside the last revision")
        ->type_name("DIR");
    line.add_flag("--leave-data-out", options.leave_data_out,
                  "A new database does without the rows and C++ steps of the range");
    line.add_flag("--json", options.json, "For machines");
}

Result<std::string> choose_id(const Options& options, const Registry& registry) {
    if (options.id.empty()) return author::new_revision_id(registry);
    TRYV(require_usable_id(options.id));
    TRYV(author::check_revision_id(options.id, registry));
    return options.id;
}

void tell(const author::Squash& squash, const std::string& file, const std::vector<std::string>& notes,
          std::ostream& out) {
    const auto& replaces = squash.revision.replaces;
    out << "wrote " << file << ": on a new database " << squash.revision.id << " replaces "
        << count_of(replaces.size(), "revision") << ", " << replaces.front().id << " to " << replaces.back().id << "\n";
    for (const std::string& step : squash.left_out)
        out << "left out: " << step << "\n";
    for (const std::string& note : notes)
        out << "note: " << note << "\n";
    out << "keep the files of the replaced revisions until no database is before or among them\n";
}

void tell_as_json(const author::Squash& squash, const std::string& file, std::ostream& out) {
    std::vector<std::string> replaced;
    for (const ReplacedRevision& one : squash.revision.replaces)
        replaced.push_back(one.id);
    print_json({{"revision", squash.revision.id},
                {"revises", squash.revision.parents},
                {"replaces", replaced},
                {"left_out", squash.left_out},
                {"file", file}},
               out);
}

Result<void> squash(const Options& options, const Context& context) {
    TRYV(author::check_message(options.message));
    TRY(const SquashRange range, find_squash_range(context.registry, options.range));
    TRY(const auto directory, find_revision_directory(context, options.directory, range.replaced.back()->id));
    TRY(const std::string id, choose_id(options, context.registry));
    const auto data_steps = options.leave_data_out ? author::DataSteps::leave_out : author::DataSteps::refuse;
    TRY(author::Squash made, author::make_squash(context.environment, context.registry, range, data_steps));
    made.revision.id = id;
    made.revision.message = options.message;
    TRY(const auto path, author::save(author::write_revision(made.revision), directory));
    std::vector<std::string> notes;
    TRY(std::string note, author::run_post_write(context.environment.author.post_write, path));
    if (!note.empty()) notes.push_back(std::move(note));
    if (options.json)
        tell_as_json(made, path.string(), context.out);
    else
        tell(made, path.string(), notes, context.out);
    return success();
}

}  // namespace

COMMAND(squash) = {
    .name = "squash",
    .group = CommandGroup::author,
    .help = "Write a revision that new databases run instead of a range",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, squash); },
};

}  // namespace migrator::cli
