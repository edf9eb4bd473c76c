// Reading, comparing, and one transaction that writes.
#include "migrator/adopt/adopt.hpp"

#include <algorithm>
#include <set>

#include "migrator/catalog/rights.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/drift/expected.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/locked.hpp"
#include "migrator/run/record_row.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// The table of the other tool is none of the game's.
void leave_out(const ObjectName& table, Catalog& catalog) {
    const auto is_it = [&](const ObjectName& name) {
        return name.name == table.name && (name.schema.empty() || name.schema == table.schema);
    };
    std::erase_if(catalog.tables, [&](const Table& other) { return is_it(other.name); });
    std::erase_if(catalog.indexes, [&](const Index& index) { return is_it(index.table); });
    std::erase_if(catalog.sequences, [&](const Sequence& sequence) { return is_it(sequence.owned_by_table); });
}

// True when the history has everything already.
Result<bool> is_adopted(const History& history, const std::vector<const RevisionNode*>& applied) {
    if (history.rows.empty()) return false;
    std::set<std::string> recorded;
    for (const HistoryRow& row : history.rows)
        recorded.insert(row.revision);
    for (const RevisionNode* node : applied)
        if (recorded.count(node->id) == 0)
            return failure(
                Error(ErrorKind::diverged, "the database has a history already, and it lacks revision " + node->id)
                    .hint("both tools have been at work: see `migrate history` and `migrate verify`"));
    return true;
}

Result<void> write_history(OpenDatabase& database, const std::vector<const RevisionNode*>& applied,
                           const RunOptions& options) {
    if (!database.facts.relation_exists) TRYV(create_history(database.session, options.history));
    std::string script = "BEGIN;\n";
    for (const RevisionNode* node : applied) {
        TRY(const PlannedStep step, plan_record(*node));
        script += insert_row_sql(step, options.history, author_of(options)) + ";\n";
    }
    auto written = database.session.run_script(script + "COMMIT");
    if (written.has_value()) return success();
    return failure(std::move(written).assume_error().within("writing the history"));
}

}  // namespace

Result<Adoption> adopt(const RunOptions& options, const Registry& registry, const AdoptOptions& adopt,
                       Observer& observer) {
    Adoption adoption;
    const std::string table = adopt.version_table.empty() ? default_version_table(adopt.from) : adopt.version_table;
    const auto work = [&](OpenDatabase& database, const History& history) -> Result<void> {
        TRY(adoption.foreign, read_foreign_history(database.session, adopt.from, table));
        TRY(adoption.applied, applied_at(adoption.foreign.versions, adopt.map, registry));
        TRY(adoption.was_adopted_before, is_adopted(as_compiled(history, registry), adoption.applied));
        if (adoption.was_adopted_before) return success();
        TRY(const Catalog expected, replay(registry.without_shortcuts(), adoption.applied, options));
        TRY(Catalog found, read_live_catalog(database.session, options));
        leave_out(adoption.foreign.table, found);
        leave_out_rights_beside(expected, found);
        adoption.drift = compare_facts(facts_of(expected), facts_of(found));
        if (!adoption.drift.empty() && !adopt.accept_drift) return success();
        TRYV(write_history(database, adoption.applied, options));
        adoption.was_written = true;
        return success();
    };
    TRYV(run_locked(options, observer, work));
    return adoption;
}

}  // namespace migrator
