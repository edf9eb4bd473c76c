// Opening a SOCI session the way libpq understands a connection string.
#include "gestaloka_server/services/soci_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <memory>

#include "migrator/postgres/connection_settings.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::services {

namespace {

using migrator::ErrorKind;
using migrator::Result;

// SOCI's own factory takes the string apart first, and breaks URIs and quoted values (4.0.3). The session backend
// gives what it gets to PQconnectdb, so it is made here directly.
class DirectFactory : public soci::backend_factory {
 public:
    soci::details::session_backend* make_session(const soci::connection_parameters& parameters) const override {
        return new soci::postgresql_session_backend(parameters, false);
    }
};

const DirectFactory& direct_factory() {
    static const DirectFactory factory;
    return factory;
}

PGconn* native(soci::session& session) {
    auto* const backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
}

void append_setting(std::string& text, const std::string& keyword, const std::string& value) {
    text += keyword + "='";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    text += "' ";
}

// The user's settings in keyword form, each value quoted as libpq defines it, with ours behind them. SOCI's connect
// blocks without end or interrupt on a name server or a host that says nothing; the migrator's does neither, and tells
// a SQLSTATE. So it goes first, and SOCI gets the server that answered: of several the one that can be written to.
Result<std::string> keyword_string(const ConnectionOptions& options) {
    TRY(auto settings, migrator::postgres::parse_connection_string(options.database));
    TRY(auto session, migrator::postgres::Session::open({.database = options.database,
                                                         .application_name = "gestaloka_server",
                                                         .timeout = options.connect_timeout,
                                                         .interrupt = options.interrupt}));
    const PGconn* const answering = session.native_handle();
    settings.set("host", PQhost(answering));
    settings.set("hostaddr", PQhostaddr(answering));
    settings.set("port", PQport(answering));
    // libpq waits at least two seconds whatever is asked for.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
    settings.set("connect_timeout", std::to_string(seconds));
    settings.set("client_encoding", "UTF8");
    settings.set("fallback_application_name", "gestaloka_server");
    std::string text;
    for (const auto& [keyword, value] : settings.pairs)
        append_setting(text, keyword, value);
    return text;
}

std::string session_settings(const ConnectionOptions& options) {
    return "SET statement_timeout = " + std::to_string(options.statement_timeout.count()) +
           ";\n"
           "SET idle_in_transaction_session_timeout = '60s';\n"
           "SET DateStyle = ISO;\n"
           "SET TimeZone = UTC;\n"
           "SET standard_conforming_strings = on";
}

bool run(PGconn* connection, const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), PQclear);
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK || PQresultStatus(result.get()) == PGRES_TUPLES_OK;
}

}  // namespace

Result<void> open_session(soci::session& session, const ConnectionOptions& options) {
    TRY(const std::string settings, keyword_string(options));
    try {
        session.close();
        session.open(direct_factory(), settings);
    } catch (const soci::soci_error&) {
        // libpq's text is not repeated: it can name hosts and users of the string.
        return migrator::failure(ErrorKind::unavailable, "the database refused a connection of the services' pool");
    }
    PQsetNoticeProcessor(
        native(session), [](void*, const char*) {}, nullptr);
    if (!run(native(session), session_settings(options)))
        return migrator::failure(ErrorKind::unavailable,
                                 "a connection of the services' pool broke while it was set up");
    return migrator::success();
}

bool is_alive(soci::session& session) {
    PGconn* const connection = native(session);
    if (connection == nullptr) return false;
    // A server that ended the session has sent its last words and closed the socket: it is readable.
    pollfd readable{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    for (int reads = 0; reads < 8 && PQstatus(connection) == CONNECTION_OK && poll(&readable, 1, 0) > 0; ++reads) {
        if (PQconsumeInput(connection) == 0) return false;
        PQisBusy(connection);
    }
    return PQstatus(connection) == CONNECTION_OK;
}

bool clean_session(soci::session& session, const ConnectionOptions& options) {
    PGconn* const connection = native(session);
    if (connection == nullptr || PQstatus(connection) != CONNECTION_OK) return false;
    if (PQtransactionStatus(connection) != PQTRANS_IDLE && !run(connection, "ROLLBACK")) return false;
    const std::string reset =
        "RESET SESSION AUTHORIZATION;\n"
        "RESET ALL;\n"
        "SELECT pg_advisory_unlock_all();\n"
        "DISCARD TEMP;\n";
    return run(connection, reset + session_settings(options)) && PQtransactionStatus(connection) == PQTRANS_IDLE;
}

int socket_of(soci::session& session) {
    PGconn* const connection = native(session);
    return connection == nullptr ? -1 : PQsocket(connection);
}

bool is_in_good_transaction(soci::session& session) {
    return PQtransactionStatus(native(session)) == PQTRANS_INTRANS;
}

}  // namespace gestaloka::services
