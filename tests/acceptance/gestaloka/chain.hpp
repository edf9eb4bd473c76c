// What these tests need of the migrator: a database of their own, the game's chain up and down, and pg_dump.
// chain.cpp is the only file that touches the migrator's harness.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "migrator/postgres/session.hpp"
#include "migrator/support/result.hpp"

namespace gestaloka::acceptance {

/// The ids of the game's revisions, parents first.
const std::vector<std::string>& chain();

/// The revision before `revision`, or "base".
std::string before(const std::string& revision);

/// A fresh, empty database that lives as long as the object.
class ChainDatabase {
 public:
    ChainDatabase();
    ~ChainDatabase();

    /// A session that the tests may use between the runs.
    migrator::postgres::Session& session();

    migrator::Result<void> upgrade(const std::string& target);
    migrator::Result<void> downgrade(const std::string& target);

    /// The warnings of the last run.
    const std::vector<std::string>& warnings() const;

    /// What `pg_dump --schema-only` writes about the game's schema, without comments and settings of the session.
    std::string dump_schema() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gestaloka::acceptance
