// Telling servers apart.
#include "migrator/run/direct_database.hpp"

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// As a number: a session behind a pooler is not pinned, and prints times in its own way.
Result<std::string> start_of_server(postgres::Session& session) {
    TRY(const auto answer,
        session.query("SELECT (extract(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint"));
    return std::string(answer.text(0, 0));
}

Error leads_elsewhere(const std::string& message) {
    return Error(ErrorKind::usage, message)
        .hint(
            "nothing was changed; --direct-database names the server that the pooler connects to, and the same "
            "database on it");
}

}  // namespace

Result<void> require_same_database(OpenDatabase& direct, OpenDatabase& pooled) {
    const std::string& name = direct.facts.database;
    if (name != pooled.facts.database)
        return failure(leads_elsewhere("the direct URL leads to database \"" + name + "\", the pooler to \"" +
                                       pooled.facts.database + "\""));
    TRY(const std::string direct_start, start_of_server(direct.session));
    TRY(const std::string pooled_start, start_of_server(pooled.session));
    if (direct_start == pooled_start) return success();
    return failure(
        leads_elsewhere("the direct URL leads to another server than the pooler, although both have a "
                        "database \"" +
                        name + "\""));
}

}  // namespace migrator
