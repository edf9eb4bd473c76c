// CREATE and DROP DATABASE over a connection of their own, since neither runs in a transaction.
#include "migrator/cluster/database.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
    void operator()(char* text) const { PQfreemem(text); }
};
using ResultSet = std::unique_ptr<PGresult, Clear>;

std::string without_final_newline(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

Result<void> require_open(PGconn* connection) {
    if (PQstatus(connection) == CONNECTION_OK) return success();
    return failure(ErrorKind::unavailable, without_final_newline(PQerrorMessage(connection)));
}

bool has_something_to_read(PGconn* connection) {
    pollfd socket{PQsocket(connection), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 1;
}

// Only reading shows that the server has closed the connection; before the end stands the reason.
Result<void> require_still_open(PGconn* connection) {
    while (PQstatus(connection) == CONNECTION_OK && has_something_to_read(connection))
        if (PQconsumeInput(connection) == 0) break;
    if (PQstatus(connection) != CONNECTION_OK) PQreset(connection);
    return require_open(connection);
}

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

Result<ResultSet> checked(PGconn* connection, const std::string& statement, PGresult* raw) {
    ResultSet result(raw);
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
    const std::string sqlstate = field(result.get(), PG_DIAG_SQLSTATE);
    if (sqlstate.empty()) {
        return failure(ErrorKind::unavailable, without_final_newline(PQerrorMessage(connection)));
    }
    return failure(Error(ErrorKind::step_failed, field(result.get(), PG_DIAG_MESSAGE_PRIMARY))
                       .sqlstate(sqlstate)
                       .statement(statement)
                       .detail(field(result.get(), PG_DIAG_MESSAGE_DETAIL))
                       .hint(field(result.get(), PG_DIAG_MESSAGE_HINT)));
}

Result<bool> has_database(PGconn* connection, const std::string& name) {
    const std::string query = "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1";
    const char* value = name.c_str();
    TRY(auto rows,
        checked(connection, query, PQexecParams(connection, query.c_str(), 1, nullptr, &value, nullptr, nullptr, 0)));
    return PQntuples(rows.get()) == 1;
}

}  // namespace

void DatabaseMaintenance::Finish::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

Result<DatabaseMaintenance> DatabaseMaintenance::open(const std::string& connection_string) {
    DatabaseMaintenance maintenance(PQconnectdb(connection_string.c_str()));
    TRYV(require_open(maintenance.connection_.get()));
    PQsetNoticeReceiver(
        maintenance.connection_.get(), [](void*, const PGresult*) {}, nullptr);
    return maintenance;
}

Result<void> DatabaseMaintenance::create(const std::string& name, const std::optional<std::string>& template_database) {
    TRYV(require_still_open(connection_.get()));
    std::string statement = "CREATE DATABASE " + quoted(name);
    if (template_database) {
        statement += " TEMPLATE " + quoted(*template_database);
        // The strategy came with PostgreSQL 15; before it, copying files was the only one.
        if (PQserverVersion(connection_.get()) >= 150000) statement += " STRATEGY FILE_COPY";
    }
    return execute(statement);
}

Result<void> DatabaseMaintenance::ensure(const std::string& name) {
    TRYV(require_still_open(connection_.get()));
    TRY(const bool exists, has_database(connection_.get(), name));
    return exists ? success() : execute("CREATE DATABASE " + quoted(name));
}

Result<void> DatabaseMaintenance::drop(const std::string& name) {
    TRYV(require_still_open(connection_.get()));
    return execute("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
}

Result<void> DatabaseMaintenance::execute(const std::string& statement) {
    TRYV(checked(connection_.get(), statement, PQexec(connection_.get(), statement.c_str())));
    return success();
}

std::string DatabaseMaintenance::quoted(const std::string& name) const {
    const std::unique_ptr<char, Clear> text(PQescapeIdentifier(connection_.get(), name.data(), name.size()));
    return text ? text.get() : "";
}

Result<void> create_database(const std::string& connection, const std::string& name,
                             const std::optional<std::string>& template_database) {
    TRY(auto maintenance, DatabaseMaintenance::open(connection));
    return maintenance.create(name, template_database);
}

Result<void> ensure_database(const std::string& connection, const std::string& name) {
    TRY(auto maintenance, DatabaseMaintenance::open(connection));
    return maintenance.ensure(name);
}

Result<void> drop_database(const std::string& connection, const std::string& name) {
    TRY(auto maintenance, DatabaseMaintenance::open(connection));
    return maintenance.drop(name);
}

}  // namespace migrator::cluster
