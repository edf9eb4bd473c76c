// The game's chain, and a database that is at its head.
#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"

namespace gestaloka::acceptance {

const migrator::Registry& chain() {
    static const migrator::Registry registry = migrator::testing::registry_of(schema::environment());
    return registry;
}

void require_at_head(const std::string& database) {
    auto session = connect(database);
    std::string expected;
    for (const migrator::RevisionNode& node : chain().revisions())
        expected += (expected.empty() ? "" : "\n") + node.id + "|applied|1";
    REQUIRE(ask(session, "SELECT revision, state, attempts FROM migrator.history ORDER BY sequence") == expected);
    REQUIRE(has_no_advisory_lock(database));
    REQUIRE(ask(session, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()") == "0");
    REQUIRE(ask(session, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid").empty());
}

}  // namespace gestaloka::acceptance
