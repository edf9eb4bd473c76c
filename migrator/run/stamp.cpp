// What a stamp changes is decided on graphs; only the rows are written here.
#include "migrator/run/stamp.hpp"

#include <algorithm>

#include "migrator/revision/stamp.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/run/locked.hpp"
#include "migrator/run/record_row.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

Result<void> require_settled(const History& history) {
    for (const HistoryRow& row : history.rows)
        if (row.state != StepState::applied)
            return failure(
                Error(ErrorKind::torn, "revision " + row.revision + " is torn: its step began and never ended")
                    .hint("see `migrate repair` before you stamp"));
    return success();
}

Result<void> require_known(const History& history, const Registry& registry) {
    std::string unknown;
    for (const HistoryRow& row : history.rows)
        if (registry.find(row.revision) == nullptr) unknown += (unknown.empty() ? "" : ", ") + row.revision;
    if (unknown.empty()) return success();
    return failure(Error(ErrorKind::ahead, "the history holds revisions that this binary does not know: " + unknown)
                       .hint("stamp with the binary that knows them, or --purge to forget them"));
}

bool holds(const RevisionList& nodes, const std::string& id) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const RevisionNode* node) { return node->id == id; });
}

Result<std::string> stamp_script(const StampPlan& plan, const RunOptions& options) {
    std::string script = "BEGIN";
    for (const std::string& revision : plan.removed)
        script += ";\n" + delete_row_sql(revision, options.history);
    for (const RevisionNode* node : plan.added) {
        TRY(const PlannedStep step, plan_record(*node));
        script += ";\n" + insert_row_sql(step, options.history, author_of(options));
    }
    return script + ";\nCOMMIT";
}

}  // namespace

namespace {

// The rows of a revision that is to be forgotten.
void add_rows_of(const std::string& revision, const Registry& registry, std::vector<std::string>& rows) {
    const RevisionNode* node = registry.find(revision);
    if (node == nullptr || node->replaces.empty()) {
        rows.push_back(revision);
        return;
    }
    for (auto replaced = node->replaces.rbegin(); replaced != node->replaces.rend(); ++replaced)
        rows.push_back(replaced->id);
}

}  // namespace

Result<StampPlan> decide_stamp(const History& recorded, const Registry& registry, const std::vector<std::string>& names,
                               StampMode mode) {
    TRYV(require_settled(recorded));
    const History history = as_compiled(recorded, registry);
    RevisionList before;
    if (mode == StampMode::replace_lineage) {
        TRYV(require_known(history, registry));
        before = current_heads(history, registry);
    }
    StampPlan plan;
    TRY(plan.heads, stamped_heads(registry, before, names));
    const Graph& graph = registry.graph();
    const RevisionList after = registry.nodes_at(
        graph.ancestors(Registry::positions_of(plan.heads), Lineage::parents_and_dependencies).positions());
    const bool is_purged = mode == StampMode::purge;
    for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row)
        if (is_purged || !holds(after, row->revision)) add_rows_of(row->revision, registry, plan.removed);
    for (const RevisionNode* node : after) {
        const bool is_there = std::any_of(history.rows.begin(), history.rows.end(),
                                          [&](const HistoryRow& row) { return row.revision == node->id; });
        if (is_purged || !is_there) plan.added.push_back(node);
    }
    return plan;
}

Result<StampPlan> stamp(const RunOptions& options, const Registry& registry, const std::vector<std::string>& names,
                        StampMode mode, Observer& observer) {
    StampPlan plan;
    const auto record = [&](OpenDatabase& database, const History& history) -> Result<void> {
        TRY(plan, decide_stamp(history, registry, names, mode));
        if (plan.removed.empty() && plan.added.empty()) return success();
        if (!database.facts.relation_exists) TRYV(create_history(database.session, options.history));
        TRY(const std::string script, stamp_script(plan, options));
        auto written = database.session.run_script(script);
        if (written.has_value()) return success();
        return failure(explain_own(std::move(written).assume_error(), options.history));
    };
    TRYV(run_locked(options, observer, record));
    return plan;
}

Result<bool> ensure_history(const RunOptions& options, Observer& observer) {
    bool is_created = false;
    const auto create = [&](OpenDatabase& database, const History&) -> Result<void> {
        if (database.facts.relation_exists) return success();
        TRYV(create_history(database.session, options.history));
        is_created = true;
        return success();
    };
    TRYV(run_locked(options, observer, create));
    return is_created;
}

}  // namespace migrator
