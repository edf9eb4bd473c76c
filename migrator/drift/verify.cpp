// History first: a catalog can only be compared with revisions that are what was applied.
#include "migrator/drift/verify.hpp"

#include "migrator/catalog/rights.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/open.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

Result<Verification> verify(const RunOptions& options, const Registry& registry, Observer& observer) {
    TRY(OpenDatabase database, open_database(options, observer));
    TRY(const History recorded, current_history(database, options.history));
    Verification verification;
    verification.applied_count = recorded.rows.size();
    TRY(verification.findings, find_damage(recorded, registry));
    const History history = as_compiled(recorded, registry);
    std::vector<const RevisionNode*> applied;
    for (const HistoryRow& row : history.rows) {
        if (const RevisionNode* node = registry.find(row.revision))
            applied.push_back(node);
        else
            verification.unknown.push_back(row.revision);
    }
    verification.pending_count = registry.revisions().size() - applied.size();
    if (!verification.findings.empty() || !verification.unknown.empty()) return verification;
    // Most databases went the long way, and a shortcut must make the same.
    TRY(const Catalog expected, replay(registry.without_shortcuts(), applied, options));
    TRY(Catalog found, read_live_catalog(database.session, options));
    leave_out_rights_beside(expected, found);
    verification.drift = compare_facts(facts_of(expected), facts_of(found));
    return verification;
}

}  // namespace migrator
