// CREATE and DROP DATABASE over a connection of their own, since neither runs in a transaction.
#include "migrator/cluster/database.hpp"

#include <libpq-fe.h>

#include <memory>

#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
    void operator()(char* text) const { PQfreemem(text); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using ResultSet = std::unique_ptr<PGresult, Finish>;

std::string without_final_newline(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

Result<Connection> connect(const std::string& connection_string) {
    Connection connection(PQconnectdb(connection_string.c_str()));
    if (PQstatus(connection.get()) == CONNECTION_OK) {
        PQsetNoticeReceiver(
            connection.get(), [](void*, const PGresult*) {}, nullptr);
        return connection;
    }
    return failure(ErrorKind::unavailable, without_final_newline(PQerrorMessage(connection.get())));
}

std::string quoted(PGconn* connection, const std::string& name) {
    const std::unique_ptr<char, Finish> text(PQescapeIdentifier(connection, name.data(), name.size()));
    return text ? text.get() : "";
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

Result<void> execute(PGconn* connection, const std::string& statement) {
    TRYV(checked(connection, statement, PQexec(connection, statement.c_str())));
    return success();
}

Result<bool> has_database(PGconn* connection, const std::string& name) {
    const std::string query = "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1";
    const char* value = name.c_str();
    TRY(auto rows,
        checked(connection, query, PQexecParams(connection, query.c_str(), 1, nullptr, &value, nullptr, nullptr, 0)));
    return PQntuples(rows.get()) == 1;
}

}  // namespace

Result<void> create_database(const std::string& connection_string, const std::string& name,
                             const std::optional<std::string>& template_database) {
    TRY(auto connection, connect(connection_string));
    std::string statement = "CREATE DATABASE " + quoted(connection.get(), name);
    if (template_database) {
        statement += " TEMPLATE " + quoted(connection.get(), *template_database);
        // The strategy came with PostgreSQL 15; before it, copying files was the only one.
        if (PQserverVersion(connection.get()) >= 150000) statement += " STRATEGY FILE_COPY";
    }
    return execute(connection.get(), statement);
}

Result<void> ensure_database(const std::string& connection_string, const std::string& name) {
    TRY(auto connection, connect(connection_string));
    TRY(const bool exists, has_database(connection.get(), name));
    if (exists) return success();
    return execute(connection.get(), "CREATE DATABASE " + quoted(connection.get(), name));
}

Result<void> drop_database(const std::string& connection_string, const std::string& name) {
    TRY(auto connection, connect(connection_string));
    return execute(connection.get(), "DROP DATABASE IF EXISTS " + quoted(connection.get(), name) + " WITH (FORCE)");
}

}  // namespace migrator::cluster
