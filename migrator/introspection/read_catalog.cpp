// One message: a read-only snapshot, the scope, the queries.
#include "migrator/introspection/read_catalog.hpp"

#include <algorithm>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/intake.hpp"
#include "migrator/introspection/queries.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// Statements before the first query.
constexpr int preamble_length = 2;

// A catalog that was not analysed yet makes queries look expensive enough for PostgreSQL to compile them, which costs
// more than they do.
std::string preamble(const CatalogScope& scope) {
    SqlWriter sql;
    sql << "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
        << "SELECT pg_catalog.set_config('search_path', " << Literal{quoted(Identifier{scope.home_schema})}
        << ", true), pg_catalog.set_config('max_parallel_workers_per_gather', '0', true),\n"
        << "       pg_catalog.set_config('quote_all_identifiers', 'off', true),\n"
        << "       pg_catalog.set_config('jit', 'off', true), pg_catalog.set_config('work_mem', '64MB', true),\n"
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

std::string message(const CatalogScope& scope, const std::vector<introspection::CatalogQuery>& queries) {
    std::string text = preamble(scope);
    for (const introspection::CatalogQuery& query : queries)
        text += ";" + query.text;
    return text + ";\nCOMMIT";
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
    const std::vector<introspection::CatalogQuery> queries = introspection::catalog_queries(session.server_version());
    introspection::Intake intake(scope, queries);
    int received = 0;
    auto sent = session.run_script(message(scope, queries), [&](postgres::ResultSet answer) {
        if (received++ >= preamble_length) intake.take(std::move(answer));
    });
    if (!sent.has_value()) {
        [[maybe_unused]] const auto ended = session.run_script("ROLLBACK");
        return failure(std::move(sent).assume_error().within("reading the catalog"));
    }
    introspection::Reading reading = intake.finish();
    reading.catalog.schemas = other_schemas(reading);
    return std::move(reading.catalog);
}

}  // namespace migrator
