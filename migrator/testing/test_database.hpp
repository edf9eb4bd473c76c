// A fresh database for one test case, on a private server that the test run starts by itself.
//
//   TEST_CASE("a character can be created") {
//       migrator::testing::TestDatabase database(gestaloka::schema::environment());
//       ... database.url() ...
//   }
#pragma once

#include <string>

#include "migrator/environment.hpp"
#include "migrator/postgres/session.hpp"

namespace migrator::testing {

/// A database of its own, dropped at the end of the scope. The first one of a process starts the server (in memory,
/// from a cached initdb) and migrates a template; each further one is a copy of that template.
/// Throws std::runtime_error, with the error's full text, when the server or the migration fails.
class TestDatabase {
 public:
    /// At the head of the environment's revisions.
    explicit TestDatabase(const Environment& environment);
    /// Empty.
    TestDatabase();
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// A libpq connection string for the role that owns everything.
    std::string url() const;
    const std::string& name() const { return name_; }
    /// A connection of the test's own.
    postgres::Session connect() const;

 private:
    std::string name_;
};

/// The connection string of another database of the test server.
std::string url_of(const std::string& database);

/// What the test server has logged so far. Throws as TestDatabase.
std::string server_log();

/// The registry of an environment. Throws std::runtime_error, with the chain's defect, when it is not sound.
Registry registry_of(const Environment& environment);

}  // namespace migrator::testing
