// A private cluster, the runner, the reader.
#include "migrator/drift/expected.hpp"

#include <algorithm>

#include "migrator/cluster/ephemeral.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// The applied revisions that no other applied one revises: upgrading to each of them applies just these.
std::vector<const RevisionNode*> tops_of(const std::vector<const RevisionNode*>& applied) {
    std::vector<const RevisionNode*> tops;
    for (const RevisionNode* node : applied) {
        const bool is_below = std::any_of(applied.begin(), applied.end(), [&](const RevisionNode* other) {
            return std::find(other->parents.begin(), other->parents.end(), node->id) != other->parents.end() ||
                   std::find(other->depends_on.begin(), other->depends_on.end(), node->id) != other->depends_on.end();
        });
        if (!is_below) tops.push_back(node);
    }
    return tops;
}

Result<Catalog> replay_on(const cluster::EphemeralCluster& cluster, const Registry& registry,
                          const std::vector<const RevisionNode*>& applied, const RunOptions& run) {
    RunOptions options = run;
    options.database = cluster.connection_string();
    options.before_first_change = {};
    Observer quiet;
    for (const RevisionNode* top : tops_of(applied)) {
        RunReport report;
        TRYV(upgrade(options, registry, top->id, quiet, report));
    }
    postgres::ConnectOptions connect;
    connect.database = options.database;
    connect.interrupt = options.interrupt;
    TRY(auto session, postgres::Session::open(connect));
    return read_live_catalog(session, run);
}

}  // namespace

Result<Catalog> replay(const Registry& registry, const std::vector<const RevisionNode*>& applied,
                       const RunOptions& run) {
    cluster::EphemeralOptions ephemeral;
    ephemeral.interrupt = run.interrupt;
    TRY(const auto cluster, cluster::EphemeralCluster::start(ephemeral));
    auto catalog = replay_on(cluster, registry, applied, run);
    if (catalog.has_value()) return catalog;
    return failure(std::move(catalog).assume_error().within("replaying the revisions in a private cluster"));
}

Result<Catalog> read_live_catalog(postgres::Session& session, const RunOptions& run) {
    CatalogScope scope;
    scope.history_schema = run.history.name.schema;
    scope.history_table = run.history.name.name;
    return read_catalog(session, scope);
}

}  // namespace migrator
