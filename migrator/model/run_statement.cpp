// Running a statement through SOCI.
#include "migrator/model/run_statement.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <deque>
#include <string_view>

namespace migrator::model {

namespace {

ErrorKind kind_of(const std::string& sqlstate, soci::soci_error::error_category category) {
    const std::string class_of_state = sqlstate.substr(0, 2);
    if (category == soci::soci_error::connection_error || class_of_state == "08" || class_of_state == "53" ||
        class_of_state == "57" || class_of_state == "40")
        return ErrorKind::unavailable;
    if (sqlstate == "55P03") return ErrorKind::lock_timeout;
    if (sqlstate == "42501" || sqlstate == "25006") return ErrorKind::privilege;
    return ErrorKind::step_failed;
}

// libpq hands SOCI one text: "Cannot execute query. ERROR:  message\nDETAIL:  …\n". The detail may hold values of the
// row, so it is kept apart from the message.
Error split_message(ErrorKind kind, std::string text) {
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    const std::size_t line_end = text.find('\n');
    std::string message = text.substr(0, line_end);
    for (const std::string_view mark : {"ERROR:  ", "FATAL:  "})
        if (const std::size_t start = message.find(mark); start != std::string::npos)
            message.erase(0, start + mark.size());
    std::string detail = line_end == std::string::npos ? std::string() : text.substr(line_end + 1);
    return Error(kind, std::move(message)).detail(std::move(detail));
}

// SOCI binds references: values and indicators stay where they are until the statement has run.
class Run {
 public:
    Run(soci::session& session, const Statement& statement) : soci_statement_(session) {
        static const std::string null_value;
        for (const std::optional<std::string>& value : statement.values) {
            indicators_.push_back(value ? soci::i_ok : soci::i_null);
            soci_statement_.exchange(soci::use(value ? *value : null_value, indicators_.back()));
        }
    }

    std::vector<TextRow> query(const std::string& sql, std::size_t column_count) {
        std::vector<std::string> texts(column_count);
        std::vector<soci::indicator> nulls(column_count, soci::i_null);
        for (std::size_t i = 0; i < column_count; ++i)
            soci_statement_.exchange(soci::into(texts[i], nulls[i]));
        start(sql);
        std::vector<TextRow> rows;
        while (soci_statement_.fetch()) {
            TextRow& row = rows.emplace_back(column_count);
            for (std::size_t i = 0; i < column_count; ++i)
                if (nulls[i] == soci::i_ok) row[i] = texts[i];
        }
        return rows;
    }

    long long command(const std::string& sql) {
        start(sql);
        return soci_statement_.get_affected_rows();
    }

 private:
    // A one-time query takes one round trip; a prepared one three.
    void start(const std::string& sql) {
        soci_statement_.alloc();
        soci_statement_.prepare(sql, soci::details::st_one_time_query);
        soci_statement_.define_and_bind();
        soci_statement_.execute(false);
    }

    std::deque<soci::indicator> indicators_;
    soci::statement soci_statement_;
};

// SOCI cuts a text at a NUL byte without a word; PostgreSQL's own answer to one is 22021.
Result<void> refuse_nul_bytes(const Statement& statement) {
    for (const std::optional<std::string>& value : statement.values)
        if (value && value->find('\0') != std::string::npos)
            return failure(Error(ErrorKind::step_failed, "a value holds a NUL byte, which PostgreSQL cannot store")
                               .sqlstate("22021")
                               .statement(statement.sql));
    return success();
}

}  // namespace

Error error_of(const soci::soci_error& exception, std::string sql) {
    std::string sqlstate;
    if (const auto* from_server = dynamic_cast<const soci::postgresql_soci_error*>(&exception))
        sqlstate = from_server->sqlstate();
    if (sqlstate.find_first_not_of(' ') == std::string::npos) sqlstate.clear();
    // what() would repeat the query with all values, so only the bare message is taken.
    return split_message(kind_of(sqlstate, exception.get_error_category()), exception.get_error_message())
        .sqlstate(std::move(sqlstate))
        .statement(std::move(sql));
}

Result<std::vector<TextRow>> run_query(soci::session& session, const Statement& statement, std::size_t column_count) {
    if (auto checked = refuse_nul_bytes(statement); !checked) return failure(std::move(checked).assume_error());
    try {
        return Run(session, statement).query(statement.sql, column_count);
    } catch (const soci::soci_error& exception) {
        return failure(error_of(exception, statement.sql));
    }
}

Result<long long> run_command(soci::session& session, const Statement& statement) {
    if (auto checked = refuse_nul_bytes(statement); !checked) return failure(std::move(checked).assume_error());
    try {
        return Run(session, statement).command(statement.sql);
    } catch (const soci::soci_error& exception) {
        return failure(error_of(exception, statement.sql));
    }
}

}  // namespace migrator::model
