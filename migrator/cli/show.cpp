// `migrate show`: all about one revision, its SQL included.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/listing.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/ddl/render.hpp"
#include "migrator/operation/checksum.hpp"
#include "migrator/operation/compatibility.hpp"
#include "migrator/revision/lookup.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options : ListOptions {
    std::string revision = {};
};

void declare(CLI::App& line, Options& options) {
    line.add_option("revision", options.revision, "A revision, head, heads, or current")->type_name("REV")->required();
    line.add_flag("-v,--verbose", options.verbose, "Name the operation that each statement comes from");
    line.add_flag("--json", options.json, "For machines");
}

// A statement, or what a C++ step says of itself.
std::vector<std::string> sql_of(const std::vector<Operation>& operations, bool with_names) {
    std::vector<std::string> statements;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const Operation& operation = operations[i];
        if (with_names) statements.push_back("-- " + std::to_string(i + 1) + ". " + operation_name(operation));
        if (const auto* function = std::get_if<RunFunction>(&operation))
            statements.push_back("-- C++: " + function->name);
        for (std::string& sql : render(operation))
            statements.push_back(std::move(sql));
    }
    return statements;
}

// What a revision means for those who have to live with it.
struct Details {
    std::string checksum = {};
    bool breaking = false;
    std::string compatibility_reason = {};
    std::string reversible = {};  ///< "exactly", "with loss", "no"
    std::string loss = {};        ///< what is lost, or why there is no way back
    std::vector<std::string> upgrade = {};
    std::vector<std::string> downgrade = {};
};

Result<Details> details_of(const RevisionNode& node, bool with_names) {
    const Revision& revision = *node.definition;
    TRY(const std::vector<Operation> operations, node.upgrade_operations());
    Details details;
    details.checksum = checksum(operations);
    details.breaking = is_breaking(node, operations);
    const bool is_overridden = revision.compatibility != Compatibility::derived;
    details.compatibility_reason = is_overridden && revision.compatibility_reason != nullptr
                                       ? revision.compatibility_reason
                                       : find_compatibility(operations).reason;
    details.upgrade = sql_of(operations, with_names);
    auto back = node.downgrade_operations();
    if (!back.has_value()) {
        details.reversible = "no";
        details.loss = revision.irreversible != nullptr ? revision.irreversible : summary(back.assume_error());
        return details;
    }
    details.reversible = revision.downgrade_loses != nullptr ? "with loss" : "exactly";
    details.loss = revision.downgrade_loses != nullptr ? revision.downgrade_loses : "";
    details.downgrade = sql_of(back.assume_value(), with_names);
    return details;
}

void print_sql(const char* title, const std::vector<std::string>& statements, std::ostream& out) {
    out << title << "\n";
    if (statements.empty()) out << "    -- nothing\n";
    for (const std::string& statement : statements) {
        std::size_t begin = 0;
        const bool is_comment = statement.starts_with("--");
        while (begin <= statement.size()) {
            const std::size_t end = std::min(statement.find('\n', begin), statement.size());
            const std::string line = statement.substr(begin, end - begin);
            const bool is_last = end == statement.size();
            out << (line.empty() ? "" : "    ") << line << (is_last && !is_comment ? ";" : "") << "\n";
            begin = end + 1;
        }
    }
}

void print_text(const Registry& registry, const RevisionNode& node, const Details& details, std::ostream& out) {
    print_block(registry, {&node, marks_of(registry, node), "", "", ""}, BranchLabels(registry), out);
    TextTable table;
    table.add_row({"checksum", details.checksum});
    table.add_row({"for servers built before it", details.breaking ? "breaking" : "additive"});
    if (node.definition->new_databases_only != nullptr)
        table.add_row({"for new databases only", node.definition->new_databases_only});
    if (!details.compatibility_reason.empty()) table.add_row({"why", details.compatibility_reason});
    table.add_row({"reversible", details.reversible});
    if (!details.loss.empty()) table.add_row({details.reversible == "no" ? "why not" : "loses", details.loss});
    table.print(out, "  ");
    print_sql("  upgrade:", details.upgrade, out);
    if (details.reversible != "no") print_sql("  downgrade:", details.downgrade, out);
}

Json to_json(const Registry& registry, const RevisionNode& node, const Details& details) {
    Json object = describe(registry, node, BranchLabels(registry));
    object["marks"] = marks_of(registry, node);
    object["checksum"] = details.checksum;
    object["compatibility"] = details.breaking ? "breaking" : "additive";
    object["compatibility_reason"] = details.compatibility_reason;
    object["reversible"] = details.reversible;
    object["reversible_reason"] = details.loss;
    object["upgrade_sql"] = details.upgrade;
    object["downgrade_sql"] = details.downgrade;
    return object;
}

Result<RevisionList> find_to_show(const Options& options, const Context& context) {
    for (const Shortcut& shortcut : context.registry.shortcuts())
        if (shortcut.node.id == options.revision) return RevisionList{&shortcut.node};
    if (options.revision != "current") return find_revisions(context.registry, options.revision);
    TRY(const RunOptions database, context.database());
    TRY(const History history, inspect(database, context.observer));
    return current_heads(as_compiled(history, context.registry), context.registry);
}

Result<void> show(const Options& options, const Context& context) {
    TRY(const RevisionList nodes, find_to_show(options, context));
    if (nodes.empty())
        return failure(ErrorKind::usage, "there is no revision to show for \"" + options.revision + "\"");
    Json array = Json::array();
    for (const RevisionNode* node : nodes) {
        auto details = details_of(*node, options.verbose);
        if (!details.has_value())
            return failure(std::move(details).assume_error().within("revision " + with_file(*node)));
        if (options.json)
            array.push_back(to_json(context.registry, *node, details.assume_value()));
        else
            print_text(context.registry, *node, details.assume_value(), context.out);
    }
    if (options.json) print_json(array, context.out);
    return success();
}

}  // namespace

COMMAND(show) = {
    .name = "show",
    .group = CommandGroup::look,
    .help = "Show all about a revision: what it does, in SQL, whether it can be undone, who it breaks",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show); },
};

}  // namespace migrator::cli
