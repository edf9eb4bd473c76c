// What the cases of migrator/run share: a database, a run with short waits, and looks at what it left behind.
#pragma once

#include <string>
#include <vector>

#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"

namespace migrator::testing {

using gestaloka::test::eventually;
using Revisions = std::vector<RegisteredRevision>;

/// Options for `url`, patient enough for a busy machine.
RunOptions options_for(const std::string& url);

/// The first field of the first row; "NULL" for NULL, empty when there is no row.
std::string ask(postgres::Session& session, const std::string& sql);

/// A database and the runs of one case against it.
class Bench {
 public:
    Bench();
    explicit Bench(const Revisions& revisions);

    Result<void> upgrade(const Revisions& revisions, const std::string& target = "head");
    Result<void> upgrade(const Revisions& revisions, Observer& observer, const std::string& target = "head");
    Result<void> downgrade(const Revisions& revisions, const std::string& target);

    /// The case's own look at the database.
    std::string ask(const std::string& sql) { return migrator::testing::ask(session, sql); }
    void execute(const std::string& sql) { must(session.run_script(sql)); }
    /// "a1 applied, b2 applying" in the order of application; "none" without a table.
    std::string history();
    /// No migration lock, no other session in a transaction, no prepared transaction, within ten seconds.
    bool is_settled();

    /// What the chain has made of the database, to be compared with what an undisturbed one is.
    std::string golden_digest() const;
    /// Runs again and fails the test unless that has nothing to do, nothing is left behind, and the digest is `golden`.
    void require_golden(const Revisions& revisions, const std::string& golden);
    /// As above, where the case itself has changed what would be compared.
    void require_finished(const Revisions& revisions);

    TestDatabase database;
    RunOptions options;
    postgres::Session session;
    /// Of the last run.
    RunReport report;
};

}  // namespace migrator::testing
