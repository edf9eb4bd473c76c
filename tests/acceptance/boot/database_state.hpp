// What a database looks like from outside: its dump, its history, who is in it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "migrator/postgres/session.hpp"
#include "migrator/revision/registry.hpp"
#include "migrator/support/result.hpp"

namespace gestaloka::acceptance {

/// The game's compiled-in chain.
const migrator::Registry& chain();

template <class T>
T must(migrator::Result<T> result) {
    if (!result.has_value()) FAIL(migrator::full_text(result.assume_error()));
    if constexpr (!std::is_void_v<T>) return std::move(result).assume_value();
}

migrator::postgres::Session connect(const std::string& database, const std::string& application_name = "test");

/// Runs any number of statements.
void run_sql(const std::string& database, const std::string& sql);

/// Rows of a query, as lines with columns separated by "|".
std::string ask(migrator::postgres::Session& session, const std::string& sql);
std::string ask(const std::string& database, const std::string& sql);

enum class DumpOf { schema, schema_and_rows };

/// What pg_dump writes, without what differs from call to call and what a step that was rolled back may change: how far
/// the history's identity column has counted.
std::string dump(const std::string& database, DumpOf what);

/// Fails the test, with the first line that differs, unless the texts are equal.
void check_same(const std::string& left, const std::string& right);

/// Everything but `applied` that the history shows; empty also when there is no history yet.
std::string unfinished_rows(const std::string& database);

/// Fails the test unless the database is at head, with each revision recorded once and nothing left behind: no
/// unfinished row, no advisory lock, no prepared transaction, no invalid index.
void require_at_head(const std::string& database);

/// Whether the advisory locks of the database are gone; waits for the server to notice that a client has left.
bool has_no_advisory_lock(const std::string& database);

/// Takes the migrator's lock on this session, as another migrator would.
void take_migration_lock(migrator::postgres::Session& session);

}  // namespace gestaloka::acceptance
