// `migrate revision`: the file of a new revision, empty or with what the models have and the revisions have not.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "migrator/author/decision.hpp"
#include "migrator/author/formatter.hpp"
#include "migrator/author/message.hpp"
#include "migrator/author/proposal.hpp"
#include "migrator/cli/new_revision.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    NewRevisionOptions common = {};
    GraphOptions graph = {};
    bool autogenerate = false;
    std::string from = "revisions";
    bool dry_run = false;
};

void declare(CLI::App& line, Options& options) {
    declare_new_revision(line, options.common);
    declare_graph_options(line, options.graph);
    line.add_flag("--autogenerate", options.autogenerate, "Write what the models have and the revisions have not");
    line.add_option("--from", options.from, "What the models are compared with: revisions, which needs no database")
        ->check(CLI::IsMember({"revisions", "database"}));
    line.add_flag("--dry-run", options.dry_run, "Print the file instead of writing it");
}

Result<author::Proposal> propose(const Options& options, const Context& context) {
    if (options.from != "database") return author::propose_from_revisions(context.environment, context.registry);
    TRY(const RunOptions database, context.database());
    return author::propose_from_database(context.environment, context.registry, database);
}

Result<void> refuse_unreachable(const Difference& difference) {
    if (difference.refusals.empty()) return success();
    std::string list;
    for (const std::string& refusal : difference.refusals)
        list += (list.empty() ? "" : "\n") + refusal;
    return failure(Error(ErrorKind::usage, "no operation leads to what the models have")
                       .detail(list)
                       .hint("write this revision by hand: leave --autogenerate out. What models cannot describe and "
                             "revisions make all the same is left alone when Environment::compare.switched_off names "
                             "its kind, e.g. \"grant\""));
}

// What the developer reads: what was found, and where to look before the file is built.
struct Outcome {
    author::NewRevision revision = {};
    std::vector<std::string> tables = {};
    std::vector<std::string> notes = {};
    std::string file = {};  ///< empty: none was written
    std::string text = {};  ///< of the file that a dry run did not write
};

std::vector<std::string> questions_of(const author::NewRevision& revision) {
    std::vector<std::string> questions = author::questions_about(revision.upgrade);
    std::erase(questions, std::string());
    return questions;
}

void tell(const Outcome& outcome, std::ostream& out) {
    for (const Operation& operation : outcome.revision.upgrade)
        out << "  " << author::line_of(operation) << "\n";
    for (const std::string& note : outcome.notes)
        out << "note: " << note << "\n";
    for (const std::string& question : questions_of(outcome.revision))
        out << "decide: it " << question << "\n";
    if (!outcome.file.empty()) out << "wrote " << outcome.file << "; read it, rebuild, and the next start applies it\n";
}

void tell_as_json(const Outcome& outcome, std::ostream& out) {
    nlohmann::ordered_json answer = {{"revision", nullptr}, {"file", nullptr}};
    if (!outcome.file.empty()) {
        answer["revision"] = outcome.revision.id;
        answer["file"] = outcome.file;
    }
    answer["tables"] = outcome.tables;
    answer["operations"] = nlohmann::ordered_json::array();
    for (const Operation& operation : outcome.revision.upgrade)
        answer["operations"].push_back(author::line_of(operation));
    answer["notes"] = outcome.notes;
    answer["decisions"] = questions_of(outcome.revision);
    if (!outcome.text.empty()) answer["text"] = outcome.text;
    print_json(answer, out);
}

// True when there is nothing to write.
Result<bool> fill(const Options& options, const Context& context, Outcome& outcome) {
    TRY(author::Proposal proposal, propose(options, context));
    TRYV(refuse_unreachable(proposal.difference));
    outcome.tables = std::move(proposal.tables);
    outcome.notes = std::move(proposal.difference.notes);
    outcome.revision.upgrade = std::move(proposal.difference.operations);
    return outcome.revision.upgrade.empty();
}

void tell_compared(const Options& options, const Outcome& outcome, std::ostream& out) {
    out << "compared " << count_of(outcome.tables.size(), "table") << " of the models with "
        << (options.from == "database" ? "the database" : "what the revisions make of an empty one");
    if (outcome.revision.upgrade.empty())
        out << ": no difference, no file written\n  compared: " << join_words(outcome.tables);
    out << "\n";
}

// What a dry run would have written; above it as comments what was found, so that what is printed is still a file.
void tell_text(const Options& options, const Outcome& outcome, std::ostream& out) {
    std::stringstream told;
    if (options.autogenerate) {
        tell_compared(options, outcome, told);
        tell(outcome, told);
    }
    for (std::string line; std::getline(told, line);)
        out << "// " << line << "\n";
    out << outcome.text;
}

Result<void> write(const Options& options, const Context& context, Outcome& outcome) {
    if (options.dry_run) {
        outcome.text = author::write_revision(outcome.revision).text;
        return success();
    }
    TRY(const auto path, save_revision(outcome.revision, options.common, context));
    outcome.file = path.string();
    TRY(std::string note, author::run_post_write(context.environment.author.post_write, path));
    if (!note.empty()) outcome.notes.push_back(std::move(note));
    return success();
}

Result<void> revision(const Options& options, const Context& context) {
    TRYV(author::check_message(options.common.message));
    GraphOptions graph = options.graph;
    if (context.registry.revisions().empty() && graph.heads == GraphOptions{}.heads) graph.heads = {"base"};
    Outcome outcome;
    TRY(outcome.revision, start_revision(options.common, graph, context.registry));
    bool is_empty = false;
    if (options.autogenerate) {
        TRY(is_empty, fill(options, context, outcome));
        // Before the file is written: the hook that follows may take its time, or fail.
        if (!options.common.json && (is_empty || !options.dry_run)) tell_compared(options, outcome, context.out);
    }
    if (!is_empty) TRYV(write(options, context, outcome));
    if (options.common.json)
        tell_as_json(outcome, context.out);
    else if (!outcome.text.empty())
        tell_text(options, outcome, context.out);
    else if (!options.dry_run)
        tell(outcome, context.out);
    return success();
}

}  // namespace

COMMAND(revision) = {
    .name = "revision",
    .group = CommandGroup::author,
    .help = "Write the file of a new revision",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, revision); },
};

}  // namespace migrator::cli
