// `migrate current`.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "migrator/cli/command.hpp"
#include "migrator/cli/listing.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options : ListOptions {
    bool check_heads = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_flag("-c,--check-heads", options.check_heads, "Fail (10) unless the database is on every head");
    declare_list_options(line, options);
}

// Applied revisions that no other applied one revises; one that is only depended on is shown as well.
std::vector<const HistoryRow*> heads_of(const History& history, const Registry& registry) {
    std::set<std::string> revised;
    for (const HistoryRow& row : history.rows)
        revised.insert(row.parents.begin(), row.parents.end());
    std::vector<const HistoryRow*> heads;
    for (const HistoryRow& row : history.rows) {
        const RevisionNode* node = registry.find(row.revision);
        if (revised.count(node == nullptr ? row.revision : node->history_id()) == 0) heads.push_back(&row);
    }
    return heads;
}

// What an upgrade would find: "at head", "n pending", or the finding that refuses it.
std::string standing(const History& history, const Registry& registry) {
    auto plan = decide_upgrade(history, registry, "heads");
    if (!plan.has_value()) return summary(plan.assume_error());
    if (!plan.assume_value().ahead.empty()) return "ahead of this binary by additive revisions";
    const std::size_t pending = plan.assume_value().steps.size();
    return pending == 0 ? "at head" : std::to_string(pending) + " pending";
}

Json to_json(const HistoryRow& row, const ListOptions& options) {
    Json object = {{"revision", row.revision}, {"message", row.message}, {"applied_at", row.applied_at}};
    if (!options.verbose) return object;
    object["checksum"] = row.checksum;
    object["breaking"] = row.breaking;
    object["duration_ms"] = row.duration_ms;
    object["attempts"] = row.attempts;
    object["applied_by"] = row.applied_by;
    object["host"] = row.host;
    object["application_version"] = row.application_version;
    return object;
}

// How it came there: run by somebody, or only recorded.
std::string origin_of(const HistoryRow& row) {
    const std::string who = row.applied_by + " on " + row.host + ", version " + row.application_version;
    return row.attempts == 0 ? "recorded without being run (stamp), by " + who : "run by " + who;
}

void print_block(const HistoryRow& row, const Registry& registry, std::ostream& out) {
    out << "revision " << row.revision << "\n";
    TextTable table;
    table.add_row({"message", row.message});
    table.add_row({"revises", row.parents.empty() ? "nothing" : join_words(row.parents)});
    table.add_row({"applied at", row.applied_at});
    table.add_row({"origin", origin_of(row)});
    table.add_row({"checksum", row.checksum});
    const RevisionNode* node = registry.find(row.revision);
    table.add_row({"file", node == nullptr ? "not compiled into this binary" : node->file});
    table.print(out, "  ");
}

Result<void> require_all_heads(const History& history, const Registry& registry) {
    std::vector<std::string> missing;
    for (const RevisionNode* head : registry.heads())
        if (std::none_of(history.rows.begin(), history.rows.end(), [&](const HistoryRow& row) {
                return row.revision == head->id && row.state == StepState::applied;
            }))
            missing.push_back(head->id);
    if (missing.empty()) return success();
    return failure(Error(ErrorKind::pending, "the database is not on all head revisions: " + join_words(missing) +
                                                 (missing.size() == 1 ? " is" : " are") + " missing")
                       .hint("run `migrate upgrade heads`"));
}

Result<void> show_current(const Options& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    TRY(History recorded, inspect(database, context.observer));
    const std::string state = standing(recorded, context.registry);
    const std::size_t applied = recorded.rows.size();
    const History history = as_compiled(std::move(recorded), context.registry);
    const std::vector<const HistoryRow*> heads = heads_of(history, context.registry);
    if (options.json) {
        Json answer = {{"current", Json::array()}, {"applied", applied}, {"state", state}};
        for (const HistoryRow* row : heads)
            answer["current"].push_back(to_json(*row, options));
        print_json(answer, context.out);
    } else {
        if (heads.empty()) context.out << "no revision is applied\n";
        TextTable table;
        for (const HistoryRow* row : heads) {
            if (options.verbose)
                print_block(*row, context.registry, context.out);
            else
                table.add_row({row->revision, row->message, "(" + row->applied_at + ")"});
        }
        table.print(context.out);
        context.out << state << "\n";
    }
    if (options.check_heads) return require_all_heads(history, context.registry);
    return success();
}

}  // namespace

COMMAND(current) = {
    .name = "current",
    .group = CommandGroup::look,
    .help = "Show where the database is",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show_current); },
};

}  // namespace migrator::cli
