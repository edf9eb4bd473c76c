// A role that may not do what a run needs is told so before the first step, with the exact way out.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revision alter = {.message = "Alter", .revises = {"a1"}, .upgrade = [](Operations& op) {
                            op.create_table("more", {});
                            op.add_column("made", column("b", bigint()));
                        }};
const Revisions one = {{"a1", "a1.cpp", &make}};
const Revisions two = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &alter}};

// A bench whose runs connect as a role of no rights of its own; roles live longer than databases, so that each case
// has its own.
class RoleBench : public Bench {
 public:
    RoleBench() {
        static int number = 0;
        role = "role \"" + std::to_string(++number);
        quoted_role = "\"role \"\"" + std::to_string(number) + '"';
        execute("CREATE ROLE " + quoted_role + " LOGIN");
        owner_options = options;
        // Of two settings the later one counts.
        options.database += " user='" + role + "'";
    }

    void upgrade_as_owner(const Revisions& revisions) {
        const RunOptions as_role = options;
        options = owner_options;
        must(upgrade(revisions));
        options = as_role;
    }

    // Each run is refused, changes nothing and tells the statement that repairs it; which then does.
    void check_refused_until_granted(const Revisions& revisions, const std::string& words, const std::string& grant) {
        const std::string before = history();
        const Error error = error_of(upgrade(revisions));
        CHECK(error.kind() == ErrorKind::privilege);
        CHECK(exit_code(error.kind()) == 17);
        CHECK(summary(error).find(words) != std::string::npos);
        CHECK(error.details().hint == "have the owner run: " + grant);
        CHECK(history() == before);
        CHECK(report.steps.empty());
        CHECK(is_settled());
        execute(grant);
    }

    std::string role;
    std::string quoted_role;
    RunOptions owner_options;
};

void tell_row() {
    gestaloka::faults::tell(
        {"T30", "no CREATE on database or schema, no USAGE, SELECT only, tables of another owner",
         "exit 17 before the first step, with the exact GRANT; a reader boots when nothing is pending", "as required",
         1});
}

}  // namespace

TEST_CASE("T30: a role without rights is led to all that it needs, one GRANT after the other") {
    RoleBench bench;
    bench.check_refused_until_granted(one,
                                      "role \"" + bench.role + "\" may not create the history's schema \"migrator\"",
                                      "GRANT CREATE ON DATABASE " + bench.database.name() + " TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "role \"" + bench.role + "\" may not create objects in schema \"public\"",
                                      "GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    must(bench.upgrade(one));
    CHECK(bench.history() == "a1 applied");
    CHECK(bench.report.role == bench.role);
    tell_row();
}

TEST_CASE("T30: a role that may not create in the history's schema is told so") {
    RoleBench bench;
    bench.execute("CREATE SCHEMA migrator; GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "permission denied for schema migrator",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "may not create the history table",
                                      "GRANT USAGE, CREATE ON SCHEMA migrator TO " + bench.quoted_role);
    must(bench.upgrade(one));
    tell_row();
}

TEST_CASE("T30: the way from a foreign history to an upgrade") {
    RoleBench bench;
    bench.upgrade_as_owner(one);
    bench.execute("GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "permission denied for schema migrator",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "reading the history",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role +
                                          "; GRANT SELECT ON migrator.history TO " + bench.quoted_role);
    SECTION("nothing is pending: reading is enough to boot and to check") {
        must(bench.upgrade(one));
        Observer quiet;
        must(check(bench.options, must(Registry::create(one)), quiet, bench.report));
    }
    SECTION("something is pending") {
        bench.check_refused_until_granted(two, "may not write the history",
                                          "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role +
                                              "; GRANT SELECT, INSERT, UPDATE, DELETE ON migrator.history TO " +
                                              bench.quoted_role);
        const Error error = error_of(bench.upgrade(two));
        CHECK(error.kind() == ErrorKind::privilege);
        CHECK(summary(error).find("does not own tables that have to be altered: made") != std::string::npos);
        CHECK(bench.history() == "a1 applied");
        bench.execute("ALTER TABLE made OWNER TO " + bench.quoted_role);
        must(bench.upgrade(two));
        CHECK(bench.history() == "a1 applied, b2 applied");
    }
    tell_row();
}

TEST_CASE("a right that only the step itself can find missing is told as such") {
    static const Revision raw = {.message = "m",
                                 .upgrade = [](Operations& op) { op.execute("CREATE ROLE somebody SUPERUSER"); }};
    RoleBench bench;
    bench.execute("GRANT CREATE ON DATABASE " + bench.database.name() + " TO " + bench.quoted_role);
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &raw}}));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(error.details().sqlstate == "42501");
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == "0");
}

TEST_CASE("T31: a read-only session is refused before the lock is taken") {
    Bench bench;
    const postgres::LockKey key = postgres::migration_lock_key("migrator", "history");
    REQUIRE(must(postgres::try_lock(bench.session, key)));
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET default_transaction_read_only = on");
    const Error error = error_of(bench.upgrade(one));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(summary(error).find("default_transaction_read_only") != std::string::npos);
    CHECK(bench.history() == "none");
}

TEST_CASE("a search path without a schema is told before the first step") {
    Bench bench;
    bench.options.session.search_path = "nonexistent";
    const Error error = error_of(bench.upgrade(one));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(summary(error).find("no schema of the search path exists") != std::string::npos);
    CHECK(bench.history() == "none");
}
