// A read-only snapshot, the scope, the queries in one message; in a large catalog, half of them on a second connection.
#include "migrator/introspection/read_catalog.hpp"

#include <algorithm>
#include <chrono>
#include <future>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/intake.hpp"
#include "migrator/introspection/queries.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// The places of queries in their list.
using Places = std::vector<std::size_t>;

// For this transaction. A catalog that was not analysed yet makes queries look expensive enough for PostgreSQL to
// compile them, which costs more than they do. Timeouts of the database are for its users, and one connection may wait
// idle for the other.
std::string settings_sql(const CatalogScope& scope) {
    SqlWriter sql;
    sql << "SELECT pg_catalog.set_config('search_path', " << Literal{quoted(Identifier{scope.home_schema})}
        << ", true), pg_catalog.set_config('max_parallel_workers_per_gather', '0', true),\n"
        << "       pg_catalog.set_config('quote_all_identifiers', 'off', true),\n"
        << "       pg_catalog.set_config('jit', 'off', true), pg_catalog.set_config('work_mem', '64MB', true),\n"
        << "       pg_catalog.set_config('statement_timeout', '0', true),\n"
        << "       pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true),\n"
        << "       pg_catalog.set_config('migrator.scope', coalesce(pg_catalog.array_agg(oid)::text, '{}'), true)\n"
        << "FROM pg_catalog.pg_namespace WHERE ";
    if (scope.schemas.empty()) {
        sql << "nspname !~ '^pg_' AND nspname <> 'information_schema'";
        if (scope.history_schema != scope.home_schema) sql << " AND nspname <> " << Literal{scope.history_schema};
    } else {
        sql << "nspname IN ";
        sql.literals(scope.schemas);
    }
    return sql.take();
}

constexpr const char* begin_sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// Half a megabyte of pg_class is some 500 tables with their indexes; below that, a second connection costs more than it
// saves. A standby is not asked for what not every version of PostgreSQL lets it give.
constexpr const char* snapshot_sql = R"sql(
SELECT CASE WHEN pg_catalog.pg_relation_size('pg_catalog.pg_class') > 524288 AND NOT pg_catalog.pg_is_in_recovery()
            THEN pg_catalog.pg_export_snapshot() END)sql";

// Begins the transaction. Returns the name of its snapshot, empty if one connection is to do.
Result<std::string> begin(postgres::Session& session, const CatalogScope& scope) {
    TRY(const auto answers,
        session.run_script(std::string(begin_sql) + ";\n" + settings_sql(scope) + ";" + snapshot_sql));
    return answers.back().is_null(0, 0) ? std::string() : std::string(answers.back().text(0, 0));
}

// Runs these queries in one message.
Result<void> ask(postgres::Session& session, const Places& places, const std::string& after,
                 const std::vector<introspection::CatalogQuery>& queries, introspection::Intake& intake) {
    std::string message;
    for (const std::size_t place : places)
        message += queries[place].text + ";";
    std::size_t received = 0;
    return session.run_script(message + after, [&](postgres::ResultSet answer) {
        if (received < places.size()) intake.take(places[received], std::move(answer));
        ++received;
    });
}

// Answers what it can on a connection of its own; what fails is left to the other one.
void ask_apart(const postgres::ConnectOptions& options, const std::string& snapshot, const CatalogScope& scope,
               const Places& places, const std::vector<introspection::CatalogQuery>& queries,
               introspection::Intake& intake) {
    auto opened = postgres::Session::open(options);
    if (!opened.has_value()) return;
    postgres::Session& session = opened.assume_value();
    SqlWriter begin;
    begin << begin_sql << ";\nSET TRANSACTION SNAPSHOT " << Literal{snapshot} << ";\n" << SqlText{settings_sql(scope)};
    // A pooler that has no second server to give makes it wait until the first one is free.
    session.wait_at_most(std::chrono::seconds(1));
    if (!session.run_script(begin.take()).has_value()) return;
    session.wait_at_most(options.network_timeout);
    [[maybe_unused]] const auto asked = ask(session, places, "COMMIT", queries, intake);
}

Result<introspection::Reading> read_in_transaction(postgres::Session& session, const CatalogScope& scope) {
    const std::vector<introspection::CatalogQuery> queries = introspection::catalog_queries(session.server_version());
    TRY(const std::string snapshot, begin(session, scope));
    Places here;
    Places apart;
    for (std::size_t place = 0; place < queries.size(); ++place)
        (queries[place].opens_tables && !snapshot.empty() ? apart : here).push_back(place);
    introspection::Intake intake(scope, queries);
    if (apart.empty()) {
        TRYV(ask(session, here, "COMMIT", queries, intake));
        return intake.finish();
    }
    auto second = std::async(std::launch::async | std::launch::deferred,
                             [&] { ask_apart(session.options(), snapshot, scope, apart, queries, intake); });
    TRYV(ask(session, here, "", queries, intake));
    second.get();
    apart.erase(std::remove_if(apart.begin(), apart.end(), [&](std::size_t place) { return intake.has(place); }),
                apart.end());
    TRYV(ask(session, apart, "COMMIT", queries, intake));
    return intake.finish();
}

// The schemas beside the home schema that hold something, or are named in the scope.
std::vector<std::string> other_schemas(const introspection::Reading& reading) {
    std::vector<std::string> names;
    for (const auto& [oid, name] : reading.schemas) {
        const bool is_system = name.starts_with("pg_") || name == "information_schema";
        const bool is_wanted = reading.scope.schemas.empty()
                                   ? !is_system && name != reading.scope.history_schema
                                   : std::count(reading.scope.schemas.begin(), reading.scope.schemas.end(), name) != 0;
        if (is_wanted && name != reading.scope.home_schema && name != "public") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

Result<Catalog> read_catalog(postgres::Session& session, const CatalogScope& scope) {
    auto read = read_in_transaction(session, scope);
    if (!read.has_value()) {
        [[maybe_unused]] const auto ended = session.run_script("ROLLBACK");
        return failure(std::move(read).assume_error().within("reading the catalog"));
    }
    introspection::Reading& reading = read.assume_value();
    reading.catalog.schemas = other_schemas(reading);
    return std::move(reading.catalog);
}

}  // namespace migrator
