// Lines for the eye, blocks for details, objects for machines.
#include "migrator/cli/listing.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/output.hpp"

namespace migrator::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string in_parentheses(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "(" : ", ") + word;
    return text.empty() ? text : text + ")";
}

// A shortcut stands beside the graph.
bool is_in_graph(const Registry& registry, const RevisionNode& node) {
    return node.position < registry.revisions().size();
}

std::vector<std::string> children_of(const Registry& registry, const RevisionNode& node) {
    std::vector<std::string> ids;
    if (!is_in_graph(registry, node)) return ids;
    for (const std::size_t child : registry.graph()[node.position].children)
        ids.push_back(registry.revisions()[child].id);
    return ids;
}

// The squashes that new databases run instead.
std::vector<std::string> shortcuts_over(const Registry& registry, const RevisionNode& node) {
    std::vector<std::string> ids;
    for (const Shortcut& shortcut : registry.shortcuts())
        if (std::binary_search(shortcut.replaced.begin(), shortcut.replaced.end(), node.position))
            ids.push_back(shortcut.node.id);
    return ids;
}

std::vector<std::string> replaced_ids(const RevisionNode& node) {
    std::vector<std::string> ids;
    for (const ReplacedRevision& replaced : node.replaces)
        ids.push_back(replaced.id);
    return ids;
}

Json describe_listed(const Registry& registry, const ListedRevision& listed, const BranchLabels& labels) {
    Json object = describe(registry, *listed.node, labels);
    object["marks"] = listed.marks;
    if (listed.state.empty()) return object;
    object["state"] = listed.state;
    object["applied_at"] = listed.applied_at.empty() ? Json(nullptr) : Json(listed.applied_at);
    return object;
}

}  // namespace

void declare_list_options(CLI::App& line, ListOptions& options) {
    line.add_flag("-v,--verbose", options.verbose, "All that is known of each revision");
    line.add_flag("--json", options.json, "For machines");
}

std::vector<std::string> marks_of(const Registry& registry, const RevisionNode& node) {
    if (!is_in_graph(registry, node)) return {"squash"};
    const RevisionEdges& edges = registry.graph()[node.position];
    std::vector<std::string> marks;
    if (edges.children.empty()) marks.emplace_back("head");
    if (edges.children.size() > 1) marks.emplace_back("branch point");
    if (edges.parents.size() > 1) marks.emplace_back("merge");
    if (!node.replaces.empty()) marks.emplace_back("squash");
    return marks;
}

Json describe(const Registry& registry, const RevisionNode& node, const BranchLabels& labels) {
    Json object = {{"revision", node.id},           {"revises", node.parents},
                   {"depends_on", node.depends_on}, {"branch_labels", labels.of(node)},
                   {"message", node.message},       {"file", node.file}};
    if (!node.replaces.empty()) object["replaces"] = replaced_ids(node);
    const std::vector<std::string> shortcuts = shortcuts_over(registry, node);
    if (!shortcuts.empty()) object["replaced_on_new_databases_by"] = shortcuts;
    return object;
}

Json describe_list(const Registry& registry, const std::vector<ListedRevision>& list) {
    const BranchLabels labels(registry);
    Json array = Json::array();
    for (const ListedRevision& listed : list)
        array.push_back(describe_listed(registry, listed, labels));
    return array;
}

void print_lines(const std::vector<ListedRevision>& list, const BranchLabels& labels, std::ostream& out) {
    TextTable table;
    for (const ListedRevision& listed : list)
        table.add_row({listed.prefix + listed.node->id, listed.state, listed.applied_at,
                       in_parentheses(labels.of(*listed.node)), listed.node->message, in_parentheses(listed.marks)});
    table.print(out);
}

void print_block(const Registry& registry, const ListedRevision& listed, const BranchLabels& labels,
                 std::ostream& out) {
    const RevisionNode& node = *listed.node;
    out << "revision " << node.id << (listed.marks.empty() ? "" : " ") << in_parentheses(listed.marks) << "\n";
    TextTable table;
    const auto add = [&table](const char* name, const std::string& value) {
        if (!value.empty()) table.add_row({name, value});
    };
    add("message", node.message);
    add("revises", node.parents.empty() ? "nothing" : join_words(node.parents));
    add("depends on", join_words(node.depends_on));
    add("revised by", join_words(children_of(registry, node)));
    add("labels", join_words(labels.of(node)));
    add("replaces", join_words(replaced_ids(node)));
    add("new databases run", join_words(shortcuts_over(registry, node)));
    add("state", listed.state);
    add("applied at", listed.applied_at);
    add("file", node.file);
    table.print(out, "  ");
}

void print_list(const Registry& registry, const std::vector<ListedRevision>& list, const ListOptions& options,
                std::ostream& out) {
    if (options.json) {
        print_json(describe_list(registry, list), out);
        return;
    }
    const BranchLabels labels(registry);
    if (!options.verbose) {
        print_lines(list, labels, out);
        return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out << "\n";
        print_block(registry, list[i], labels, out);
    }
}

}  // namespace migrator::cli
