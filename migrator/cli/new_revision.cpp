// The options of a new revision, and its way into a file.
#include "migrator/cli/new_revision.hpp"

#include <CLI/CLI.hpp>

#include "migrator/author/revision_id.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/cli/revision_directory.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

Result<author::NewRevision> start(const NewRevisionOptions& options, Placement placement, const Registry& registry) {
    author::NewRevision revision;
    if (options.id.empty()) {
        revision.id = author::new_revision_id(registry);
    } else {
        TRYV(require_usable_id(options.id));
        TRYV(author::check_revision_id(options.id, registry));
        revision.id = options.id;
    }
    revision.message = options.message;
    revision.parents = std::move(placement.parents);
    revision.depends_on = std::move(placement.depends_on);
    revision.branch_labels = std::move(placement.branch_labels);
    return revision;
}

PlacementRequest request_of(const NewRevisionOptions& options, const std::vector<std::string>& heads) {
    PlacementRequest request;
    request.heads = heads;
    request.splice = options.splice ? Splice::allow : Splice::refuse;
    request.branch_labels = options.branch_labels;
    return request;
}

}  // namespace

void declare_new_revision(CLI::App& line, NewRevisionOptions& options) {
    line.add_option("-m,--message", options.message, "What the revision does")->type_name("TEXT");
    line.add_option("--branch-label", options.branch_labels, "A label for the branch that begins here")
        ->type_name("LABEL")
        ->allow_extra_args(false);
    line.add_option("--rev-id", options.id, "The id, instead of a random one")->type_name("ID");
    line.add_option("--directory", options.directory, "Where the file goes, instead of beside its parent")
        ->type_name("DIR");
    line.add_flag("--splice", options.splice, "Allow a parent that is no head: a branch begins there");
    line.add_flag("--json", options.json, "For machines");
}

void declare_graph_options(CLI::App& line, GraphOptions& options) {
    line.add_option("--head", options.heads, "The parent: head, base for a new tree, a revision, BRANCH@head")
        ->type_name("REV")
        ->allow_extra_args(false);
    line.add_option("--depends-on", options.depends_on, "A revision or label that must be applied before")
        ->type_name("REV")
        ->allow_extra_args(false);
}

Result<author::NewRevision> start_revision(const NewRevisionOptions& options, const GraphOptions& graph,
                                           const Registry& registry) {
    PlacementRequest request = request_of(options, graph.heads);
    request.depends_on = graph.depends_on;
    TRY(Placement placement, place_revision(registry, request));
    return start(options, std::move(placement), registry);
}

Result<author::NewRevision> start_merge(const NewRevisionOptions& options, const std::vector<std::string>& revisions,
                                        const Registry& registry) {
    TRY(Placement placement, place_merge(registry, request_of(options, revisions)));
    TRY(author::NewRevision revision, start(options, std::move(placement), registry));
    if (revision.message.empty()) revision.message = "merge " + join_words(revision.parents);
    return revision;
}

Result<std::filesystem::path> save_revision(const author::NewRevision& revision, const NewRevisionOptions& options,
                                            const Context& context) {
    const std::string parent = revision.parents.empty() ? std::string() : revision.parents.front();
    TRY(const auto directory, find_revision_directory(context, options.directory, parent));
    return author::save(author::write_revision(revision), directory);
}

}  // namespace migrator::cli
