// Connecting with retries.
#include "migrator/run/open.hpp"

#include <unistd.h>

#include <algorithm>
#include <random>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;

// A name that cannot be looked up may be a service that is being started, so it passes as well.
bool may_pass(const Error& error) {
    return error.kind() == ErrorKind::unavailable && postgres::is_passing_connect_failure(error.details().sqlstate);
}

Result<postgres::Session> connect_patiently(const RunOptions& options, Observer& observer) {
    const Clock::time_point deadline = Clock::now() + options.connect_timeout;
    postgres::ConnectOptions connect;
    connect.database = options.database;
    connect.application_name = session_name(author_of(options));
    connect.network_timeout = options.network_timeout;
    connect.interrupt = options.interrupt;
    static const Interrupt never;
    const Interrupt& interrupt = options.interrupt != nullptr ? *options.interrupt : never;
    std::minstd_rand random{std::random_device{}()};
    constexpr int longest_pause = 1000;
    int pause = 20;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        connect.timeout = std::max(left, std::chrono::milliseconds(1));
        auto session = postgres::Session::open(connect);
        if (session.has_value()) return session;
        Error error = std::move(session).assume_error();
        const auto wait = std::uniform_int_distribution<int>(pause / 2, pause)(random);
        if (!may_pass(error) || Clock::now() + std::chrono::milliseconds(wait) >= deadline)
            return failure(std::move(error.within("connecting")));
        observer.connect_failed(error);
        if (interrupt.wait_for(wait)) return failure(ErrorKind::interrupted, "stopped while connecting");
        pause = std::min(longest_pause, pause * 2);
    }
}

}  // namespace

StepAuthor author_of(const RunOptions& options) {
    char host[256] = {};
    if (::gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
    return StepAuthor{host, ::getpid(), options.application, options.application_version};
}

namespace {

// Looking for the history asks for USAGE of its schema, reading it for SELECT as well; the error names what is missing.
Error with_grant(Error error, const HistoryTable& table, const std::string& role, bool table_is_there) {
    if (error.kind() != ErrorKind::privilege) return error;
    SqlWriter grant;
    grant << "GRANT USAGE ON SCHEMA " << Identifier{table.name.schema} << " TO " << Identifier{role};
    if (table_is_there) grant << "; GRANT SELECT ON " << table.name << " TO " << Identifier{role};
    return std::move(error).hint("have the owner run: " + grant.take());
}

// A view may show other rows than there are, and row security fewer: what is missing would be applied again.
Result<void> require_whole_table(const postgres::ServerFacts& facts, const HistoryTable& table) {
    SqlWriter name;
    name << table.name;
    if (!facts.is_table)
        return failure(Error(ErrorKind::diverged, name.take() + " is not a table")
                           .hint("the history table was replaced by hand; restore it from a backup")
                           .within("reading the history"));
    if (!facts.hides_rows) return success();
    SqlWriter alter;
    alter << "ALTER TABLE " << table.name << " DISABLE ROW LEVEL SECURITY";
    return failure(Error(ErrorKind::privilege,
                         "row security may hide rows of " + name.take() + " from role \"" + facts.role + "\"")
                       .hint("have the owner run: " + alter.take())
                       .within("reading the history"));
}

}  // namespace

Result<OpenDatabase> open_database(const RunOptions& options, Observer& observer) {
    observer.connecting();
    constexpr int most_attempts = 3;
    for (int attempt = 1;; ++attempt) {
        TRY(postgres::Session session, connect_patiently(options, observer));
        session.on_notice([&observer](const postgres::Notice& notice) { observer.notice(notice); });
        auto facts =
            postgres::pin_session(session, options.session, options.history.name.schema, options.history.name.name);
        if (facts.has_value()) {
            observer.connected(facts.assume_value());
            return OpenDatabase{std::move(session), std::move(facts).assume_value()};
        }
        Error error = std::move(facts).assume_error();
        if (error.kind() != ErrorKind::unavailable || attempt == most_attempts)
            return failure(with_grant(std::move(error), options.history, session.user(), false));
        observer.connection_lost(error);
    }
}

Result<History> current_history(OpenDatabase& database, const HistoryTable& table, HistoryDetail detail,
                                const std::function<void()>& meanwhile) {
    if (!database.facts.relation_exists) return History{};
    TRYV(require_whole_table(database.facts, table));
    auto history = read_history(database.session, table, detail, meanwhile);
    if (history.has_value()) return history;
    return failure(with_grant(std::move(history).assume_error(), table, database.facts.role, true));
}

}  // namespace migrator
