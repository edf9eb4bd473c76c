// A read-only snapshot, the scope, then the queries in one message; in a large catalog, those that open tables on a
// second connection.
#include "migrator/introspection/read_catalog.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/intake.hpp"
#include "migrator/introspection/queries.hpp"
#include "migrator/introspection/rare_objects.hpp"
#include "migrator/postgres/pin.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// The places of queries in their list.
using Places = std::vector<std::size_t>;

// For this transaction, on every connection alike. A catalog that was not analysed yet makes queries look expensive
// enough for PostgreSQL to compile them, which costs more than they do. Timeouts of the database are for its users, and
// one connection may wait idle for the other; how long to wait for a lock is the session's own affair.
std::string settings_sql(const CatalogScope& scope, int server_version) {
    constexpr int version_17 = 170000;
    std::vector<postgres::PinnedSetting> settings = postgres::printing_settings();
    settings.insert(settings.end(), {
                                        {"search_path", quoted(Identifier{scope.home_schema})},
                                        {"quote_all_identifiers", "off"},
                                        {"max_parallel_workers_per_gather", "0"},
                                        {"jit", "off"},
                                        {"work_mem", "64MB"},
                                        {"statement_timeout", "0"},
                                        {"idle_in_transaction_session_timeout", "0"},
                                        {"transaction_timeout", "0", version_17},
                                    });
    SqlWriter sql;
    sql << "SELECT pg_catalog.set_config('migrator.scope', coalesce(pg_catalog.array_agg(oid)::text, '{}'), true)";
    for (const postgres::PinnedSetting& setting : settings)
        if (server_version >= setting.since_version)
            sql << ",\n       pg_catalog.set_config(" << Literal{setting.name} << ", " << Literal{setting.value}
                << ", true)";
    sql << "\nFROM pg_catalog.pg_namespace WHERE ";
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
            THEN pg_catalog.pg_export_snapshot() END, )sql";

struct Beginning {
    std::string snapshot;  // its name, empty if one connection is to do
    std::string rare_catalogs;
};

// Begins the transaction.
Result<Beginning> begin(postgres::Session& session, const CatalogScope& scope) {
    TRY(const auto answers,
        session.run_script(std::string(begin_sql) + ";\n" + settings_sql(scope, session.server_version()) + ";" +
                           snapshot_sql + introspection::rare_catalogs_sql));
    const postgres::ResultSet& answer = answers.back();
    return Beginning{answer.is_null(0, 0) ? std::string() : std::string(answer.text(0, 0)),
                     std::string(answer.text(0, 1))};
}

// What is read, and where the answers go.
struct Assignment {
    const CatalogScope& scope;
    const std::vector<introspection::CatalogQuery>& queries;
    introspection::Intake& intake;
};

// Runs these queries in one message.
Result<void> ask(postgres::Session& session, const Places& places, const std::string& after,
                 const Assignment& assignment) {
    std::string message;
    for (const std::size_t place : places)
        message += assignment.queries[place].text + ";";
    std::size_t received = 0;
    return session.run_script(message + after, [&](postgres::ResultSet answer) {
        if (received < places.size()) assignment.intake.take(places[received], std::move(answer));
        ++received;
    });
}

// Answers some of the queries in the first session's snapshot, in a thread of its own. What it cannot answer is left to
// the first session. Ends within a second when it is no longer wanted.
class SecondConnection {
 public:
    SecondConnection(const postgres::Session& first, const std::string& snapshot, const Places& places,
                     const Assignment& assignment)
        : options_(first.options()),
          patience_(first.patience()),
          places_(places),
          assignment_(assignment),
          done_(std::async(std::launch::async | std::launch::deferred, [this, snapshot] { answer(snapshot); })) {}

    // A future of std::async waits for its thread.
    ~SecondConnection() { is_unwanted_ = true; }
    SecondConnection(const SecondConnection&) = delete;
    SecondConnection& operator=(const SecondConnection&) = delete;

    void wait() { done_.get(); }

 private:
    // A pooler that has no second server to give makes it wait until the first one is free, here or in BEGIN.
    static constexpr std::chrono::milliseconds patience_to_begin{1000};
    static constexpr std::chrono::milliseconds look_interval{50};

    void answer(const std::string& snapshot) {
        options_.timeout = std::min(options_.timeout, patience_to_begin);
        auto opened = postgres::Session::open(options_);
        if (!opened.has_value()) return;
        postgres::Session& session = opened.assume_value();
        session.watch(look_interval, [this](std::chrono::milliseconds) -> Result<void> {
            if (is_unwanted_) return failure(ErrorKind::interrupted, "the reading has failed");
            return success();
        });
        session.wait_at_most(patience_to_begin);
        if (!session.run_script(begin_sql_of(snapshot, session.server_version())).has_value()) return;
        session.wait_at_most(patience_);
        [[maybe_unused]] const auto asked = ask(session, places_, "COMMIT", assignment_);
    }

    // DDL that waits for a lock of the first session would be waited for by this one, and it by the first.
    std::string begin_sql_of(const std::string& snapshot, int server_version) const {
        SqlWriter sql;
        sql << begin_sql << ";\nSET TRANSACTION SNAPSHOT " << Literal{snapshot}
            << ";\nSET LOCAL lock_timeout = '200ms';\n"
            << SqlText{settings_sql(assignment_.scope, server_version)};
        return sql.take();
    }

    postgres::ConnectOptions options_;
    std::chrono::milliseconds patience_;
    const Places& places_;
    const Assignment& assignment_;
    std::atomic<bool> is_unwanted_{false};
    std::future<void> done_;  // last: its thread uses the others
};

Result<introspection::Reading> read_in_transaction(postgres::Session& session, const CatalogScope& scope) {
    TRY(const Beginning beginning, begin(session, scope));
    const std::string& snapshot = beginning.snapshot;
    const std::vector<introspection::CatalogQuery> queries =
        introspection::catalog_queries(session.server_version(), beginning.rare_catalogs);
    Places here;
    Places apart;
    for (std::size_t place = 0; place < queries.size(); ++place)
        (queries[place].opens_tables && !snapshot.empty() ? apart : here).push_back(place);
    introspection::Intake intake(scope, queries);
    const Assignment assignment{scope, queries, intake};
    if (apart.empty()) {
        TRYV(ask(session, here, "COMMIT", assignment));
        return intake.finish();
    }
    {
        SecondConnection second(session, snapshot, apart, assignment);
        TRYV(ask(session, here, "", assignment));
        second.wait();
    }
    apart.erase(std::remove_if(apart.begin(), apart.end(), [&](std::size_t place) { return intake.has(place); }),
                apart.end());
    TRYV(ask(session, apart, "COMMIT", assignment));
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
