// One message: a read-only snapshot, the scope, the queries.
#include "migrator/introspection/read_catalog.hpp"

#include <algorithm>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/queries.hpp"
#include "migrator/introspection/reading.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using introspection::Query;

// Statements before the first query.
constexpr std::size_t preamble_length = 2;

// A catalog that was not analysed yet makes queries look expensive enough for PostgreSQL to compile them, which costs
// more than they do.
std::string preamble(const CatalogScope& scope) {
    SqlWriter sql;
    sql << "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
        << "SELECT pg_catalog.set_config('search_path', " << Literal{quoted(Identifier{scope.home_schema})}
        << ", true), pg_catalog.set_config('max_parallel_workers_per_gather', '0', true),\n"
        << "       pg_catalog.set_config('quote_all_identifiers', 'off', true),\n"
        << "       pg_catalog.set_config('jit', 'off', true),\n"
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

std::string message(const CatalogScope& scope, int server_version) {
    std::string text = preamble(scope);
    for (const std::string& query : introspection::catalog_queries(server_version))
        text += ";" + query;
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
    auto sent = session.run_script(message(scope, session.server_version()));
    if (!sent.has_value()) {
        [[maybe_unused]] const auto ended = session.run_script("ROLLBACK");
        return failure(std::move(sent).assume_error().within("reading the catalog"));
    }
    const std::vector<postgres::ResultSet> answers = std::move(sent).assume_value();
    const auto answer = [&](Query query) -> const postgres::ResultSet& {
        return answers[preamble_length + static_cast<std::size_t>(query)];
    };
    introspection::Reading reading{scope};
    read_names(answer(Query::names), reading);
    read_comments(answer(Query::comments), reading);
    read_relations(answer(Query::relations), reading);
    read_columns(answer(Query::columns), reading);
    read_constraint_indexes(answer(Query::indexes), reading);
    read_constraints(answer(Query::constraints), reading);
    read_indexes(answer(Query::indexes), reading);
    read_enums(answer(Query::enums), reading);
    read_sequences(answer(Query::sequences), reading);
    read_routines(answer(Query::routines), reading);
    read_raw_objects(answer(Query::raw_objects), reading);
    read_uses(answer(Query::dependencies), reading);
    read_others(answer(Query::others), reading);
    reading.catalog.schemas = other_schemas(reading);
    return std::move(reading.catalog);
}

}  // namespace migrator
