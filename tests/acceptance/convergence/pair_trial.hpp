// A generated pair in two databases: there, and back.
#pragma once

#include <map>
#include <set>
#include <string>

#include "dump_text.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/testing/test_database.hpp"
#include "random_pair.hpp"

namespace convergence {

/// Two empty databases that any number of pairs share, each in a schema of its own.
class PairDatabases {
 public:
    migrator::postgres::Session& first() { return first_session_; }
    migrator::postgres::Session& second() { return second_session_; }
    std::string first_url() const { return first_.url(); }
    std::string second_url() const { return second_.url(); }
    std::string first_dump() const { return comparable_dump(first_url()); }
    std::string second_dump() const { return comparable_dump(second_url()); }

 private:
    migrator::testing::TestDatabase first_ = {};
    migrator::testing::TestDatabase second_ = {};
    migrator::postgres::Session first_session_ = first_.connect();
    migrator::postgres::Session second_session_ = second_.connect();
};

/// Each step returns what does not hold, or nothing. Throws std::runtime_error when a schema cannot be made at all.
class PairTrial {
 public:
    /// Makes both schemas, and fills the first one. `home`: the schema of the pair; it is created unless it is public.
    /// Requires: `databases` and `pair` live longer.
    PairTrial(PairDatabases& databases, const RandomPair& pair, const std::string& home);

    /// The first schema becomes the second one; rows that can be kept are there afterwards, with their values.
    std::string upgrade();
    /// The same with the output of `migrate diff URL URL --sql`.
    std::string upgrade_by_command();
    /// The inverse of what led there leads back.
    std::string downgrade();

    void run_on_both(const std::string& sql);
    void run_on(migrator::postgres::Session& session, const std::string& sql);
    /// `migrate diff` says that there is no way and names `part`; --sql prints no statement.
    std::string refusal_by_command(const std::string& part);

    const std::set<std::string>& operation_names() const { return operation_names_; }

 private:
    migrator::Catalog read(migrator::postgres::Session& session) const;
    bool is_kept(const std::string& table, const std::string& column) const;
    std::map<std::string, std::string> values_of(const RandomSchema& schema, const RandomSchema& other);
    std::string compare_sides();
    std::string apply(const std::string& script, const char* when);
    std::string rest(const migrator::Catalog& wanted, const char* when);

    PairDatabases& databases_;
    const RandomPair& pair_;
    std::string home_;
    migrator::CatalogScope scope_ = {};
    migrator::Catalog from_ = {};
    migrator::Catalog to_ = {};
    migrator::Difference difference_ = {};
    std::map<std::string, std::string> values_ = {};
    std::set<std::string> operation_names_ = {};
};

}  // namespace convergence
