// Lines for the eye, blocks for details, objects for machines.
#include "migrator/cli/listing.hpp"

#include <CLI/CLI.hpp>
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

std::vector<std::string> children_of(const Registry& registry, const RevisionNode& node) {
    std::vector<std::string> ids;
    for (const std::size_t child : registry.graph()[node.position].children)
        ids.push_back(registry.revisions()[child].id);
    return ids;
}

Json describe_listed(const ListedRevision& listed, const BranchLabels& labels) {
    Json object = describe(*listed.node, labels);
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
    const RevisionEdges& edges = registry.graph()[node.position];
    std::vector<std::string> marks;
    if (edges.children.empty()) marks.emplace_back("head");
    if (edges.children.size() > 1) marks.emplace_back("branch point");
    if (edges.parents.size() > 1) marks.emplace_back("merge");
    return marks;
}

Json describe(const RevisionNode& node, const BranchLabels& labels) {
    return {{"revision", node.id},           {"revises", node.parents},
            {"depends_on", node.depends_on}, {"branch_labels", labels.of(node)},
            {"message", node.message},       {"file", node.file}};
}

Json describe_list(const Registry& registry, const std::vector<ListedRevision>& list) {
    const BranchLabels labels(registry);
    Json array = Json::array();
    for (const ListedRevision& listed : list)
        array.push_back(describe_listed(listed, labels));
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
