// The way is found by comparing, then walked to see where it ends.
#include "migrator/author/squash.hpp"

#include <algorithm>

#include "migrator/author/decision.hpp"
#include "migrator/author/range_contents.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/operation/checksum.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"
#include "migrator/workbench/renames.hpp"
#include "migrator/workbench/workbench.hpp"

namespace migrator::author {

namespace {

Result<void> require_no_refusals(const Difference& difference) {
    if (difference.refusals.empty()) return success();
    std::string list;
    for (const std::string& refusal : difference.refusals)
        list += (list.empty() ? "" : "\n") + refusal;
    return failure(Error(ErrorKind::usage, "no operation makes what the range makes")
                       .detail(list)
                       .hint("squash the ranges before and after the revisions that make it"));
}

std::string columns_of(const Table& table) {
    std::string list;
    for (const Column& column : table.columns)
        list += (list.empty() ? "" : ", ") + column.name;
    return list;
}

// The order of columns is nothing that a comparison looks at, but SELECT * and COPY do.
Result<void> require_same_order(const Catalog& wanted, const Catalog& made) {
    for (const Table& table : wanted.tables)
        for (const Table& other : made.tables)
            if (other.name == table.name && columns_of(other) != columns_of(table))
                return failure(Error(ErrorKind::usage, "the columns of " + table.name.name +
                                                           " would come in another order than the range leaves them: " +
                                                           columns_of(other) + " instead of " + columns_of(table))
                                   .hint("begin the range where the table is created"));
    return success();
}

Result<void> require_same(const Catalog& wanted, const Catalog& made) {
    const Difference rest = compare(made, wanted);
    TRYV(require_no_refusals(rest));
    if (!rest.operations.empty())
        return failure(ErrorKind::usage,
                       std::string("the operations that were found do not make what the range makes: ") +
                           operation_name(rest.operations.front()) + " is missing");
    return require_same_order(wanted, made);
}

// What the range did to rows of a new database, which has none that it did not make itself.
Result<void> require_no_rows(const Replay& before, const Replay& after, const RangeContents& contents) {
    std::string filled;
    for (const std::string& table : after.filled_tables)
        if (std::find(before.filled_tables.begin(), before.filled_tables.end(), table) == before.filled_tables.end())
            filled += (filled.empty() ? "" : ", ") + table;
    std::string functions;
    for (const std::string& function : contents.functions)
        functions += (functions.empty() ? "" : "\n") + function;
    if (filled.empty() && functions.empty()) return success();
    const std::string what = functions.empty() ? "the range puts rows into " + filled : "the range runs C++ functions";
    return failure(Error(ErrorKind::usage, "a squash is made of catalogs and cannot carry what " + what)
                       .detail(functions.empty() ? join_lines(contents.data_steps) : functions)
                       .hint("squash the ranges before and after these revisions; or, if a new database does not need "
                             "what they do, say --leave-data-out; what it does need can be written into the file"));
}

Result<std::vector<ReplacedRevision>> replaced_by(const SquashRange& range) {
    std::vector<ReplacedRevision> all;
    for (const RevisionNode* node : range.replaced) {
        if (!node->replaces.empty()) {
            all.insert(all.end(), node->replaces.begin(), node->replaces.end());
            continue;
        }
        TRY(const auto operations, node->upgrade_operations());
        all.push_back({node->id, is_breaking(*node, operations), checksum(operations), node->parents});
    }
    return all;
}

std::string why_new_only(const std::vector<Operation>& operations, const RangeContents& contents) {
    if (!contents.data_steps.empty())
        return "it leaves out what the replaced revisions did to rows: " + contents.data_steps.front() +
               (contents.data_steps.size() > 1 ? " and others" : "");
    const std::vector<std::string> questions = questions_about(operations);
    const auto risky = std::find_if(questions.begin(), questions.end(), [](const auto& text) { return !text.empty(); });
    return risky == questions.end() ? std::string() : "it " + risky->substr(0, risky->find_first_of(".,;:"));
}

Result<void> fill_way_back(NewRevision& revision, const SquashRange& range, const Catalog& before,
                           const Catalog& after) {
    for (const RevisionNode* node : range.replaced)
        if (node->definition->irreversible != nullptr) {
            revision.irreversible = "it replaces " + node->id + ": " + node->definition->irreversible;
            return success();
        }
    if (invert(revision.upgrade).has_value()) return success();
    Difference back = compare(after, before);
    TRYV(require_no_refusals(back));
    revision.downgrade = std::move(back.operations);
    return success();
}

}  // namespace

Result<Squash> make_squash(const Environment& environment, const Registry& registry, const SquashRange& range,
                           DataSteps data_steps) {
    TRYV(require_valid(environment.compare));
    TRY(const RangeContents contents, read_range(range.replaced));
    const Registry plain = registry.without_shortcuts();
    const std::string start = range.before == nullptr ? "base" : range.before->id;
    Workbench workbench;
    TRY(const Replay before, workbench.replay(plain, start));
    TRY(const Replay after, workbench.replay(plain, range.replaced.back()->id));
    if (data_steps == DataSteps::refuse) TRYV(require_no_rows(before, after, contents));
    CompareOptions options = environment.compare;
    options.renames = at_home(contents.renames);
    Difference found = compare(before.catalog, after.catalog, options);
    TRYV(require_no_refusals(found));
    TRY(const Replay made, workbench.replay(plain, start, found.operations));
    TRYV(require_same(after.catalog, made.catalog));
    Squash squash;
    if (range.before != nullptr) squash.revision.parents = {range.before->history_id()};
    for (const RevisionNode* node : range.replaced)
        for (const std::string& label : node->branch_labels)
            squash.revision.branch_labels.push_back(label);
    TRY(squash.revision.replaces, replaced_by(range));
    squash.revision.new_databases_only = why_new_only(found.operations, contents);
    squash.revision.upgrade = std::move(found.operations);
    TRYV(fill_way_back(squash.revision, range, before.catalog, after.catalog));
    squash.left_out = contents.data_steps;
    return squash;
}

}  // namespace migrator::author
