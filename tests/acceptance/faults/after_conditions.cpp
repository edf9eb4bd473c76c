// What must hold after each fault.
#include "after_conditions.hpp"

#include <catch2/catch.hpp>

#include "tests/acceptance/boot/database_state.hpp"
#include "tests/acceptance/boot/server.hpp"

namespace gestaloka::faults {

using acceptance::ask;
using acceptance::must;

std::string golden_digest(const std::string& database) {
    std::string digest;
    // The dump's own settings follow the database's encoding and defaults.
    for (const std::string& line : acceptance::lines_of(acceptance::dump(database, acceptance::DumpOf::schema)))
        if (!line.starts_with("SET ")) digest += line + "\n";
    auto session = acceptance::connect(database);
    const auto tables = must(session.query(R"sql(SELECT c.oid::regclass
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'migrator')
ORDER BY 1)sql"));
    for (int row = 0; row < tables.row_count(); ++row) {
        const std::string table(tables.text(row, 0));
        digest += table + " " +
                  ask(session,
                      "SELECT count(*), md5(convert_to(coalesce(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "
                      "\"C\"), ''), 'UTF8')) FROM " +
                          table + " AS t") +
                  "\n";
    }
    return digest;
}

void check_nothing_is_left(const std::string& database) {
    auto session = acceptance::connect(database);
    CHECK(ask(session, "SELECT revision, state FROM migrator.history WHERE state <> 'applied'").empty());
    CHECK(ask(session, "SELECT count(*) - count(DISTINCT revision) FROM migrator.history") == "0");
    CHECK(acceptance::has_no_advisory_lock(database));
    CHECK(ask(session, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()") == "0");
    CHECK(ask(session, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid").empty());
}

}  // namespace gestaloka::faults
