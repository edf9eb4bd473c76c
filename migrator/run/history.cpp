// Reading and creating the history table.
#include "migrator/run/history.hpp"

#include <algorithm>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

StepState state_of(std::string_view text) {
    if (text == "applied") return StepState::applied;
    if (text == "applying") return StepState::applying;
    if (text == "reverting") return StepState::reverting;
    if (text == "running") return StepState::running;
    if (text == "undoing") return StepState::undoing;
    return StepState::unknown;
}

// An array as PostgreSQL prints it; ids need no quotes in it.
std::vector<std::string> split_ids(std::string_view list) {
    std::vector<std::string> ids;
    if (list.size() < 2) return ids;
    list = list.substr(1, list.size() - 2);
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        ids.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return ids;
}

// "2026-01-02 03:04:05.678+00", as the pinned session prints it, in the form of ISO 8601.
std::string iso_time(std::string_view printed) {
    constexpr std::size_t to_seconds = 19;
    if (printed.size() < to_seconds || !printed.ends_with("+00")) return std::string(printed);
    std::string time(printed.substr(0, to_seconds));
    time[10] = 'T';
    return time + "Z";
}

bool is_list(std::string_view text) {
    return text.starts_with('{') && text.ends_with('}');
}

void add_unset(HistoryRow& entry, const char* column) {
    entry.unset += (entry.unset.empty() ? "" : ", ") + std::string(column);
}

void fill_row(HistoryRow& entry, const postgres::ResultSet& result, int row) {
    int column = 0;
    entry.sequence = result.is_null(row, column) ? no_sequence : result.integer(row, column);
    ++column;
    entry.revision = result.text(row, column++);
    if (!is_list(result.text(row, column))) add_unset(entry, "parents");
    entry.parents = split_ids(result.text(row, column++));
    entry.message = result.text(row, column++);
    if (result.is_null(row, column)) add_unset(entry, "checksum");
    entry.checksum = result.text(row, column++);
    entry.state = state_of(result.text(row, column++));
    // What is neither yes nor no must not be taken for harmless.
    const std::string_view breaking = result.text(row, column++);
    if (breaking != "t" && breaking != "f") add_unset(entry, "breaking");
    entry.breaking = breaking == "t";
    entry.applied_at = iso_time(result.text(row, column++));
    if (result.column_count() == column) return;
    entry.duration_ms = result.integer(row, column++);
    entry.attempts = result.integer(row, column++);
    entry.applied_by = result.text(row, column++);
    entry.host = result.text(row, column++);
    entry.client_pid = result.integer(row, column++);
    entry.application_version = result.text(row, column++);
}

}  // namespace

History history_of(const postgres::ResultSet& answer) {
    History history;
    history.exists = true;
    history.rows.reserve(static_cast<std::size_t>(answer.row_count()));
    for (int row = 0; row < answer.row_count(); ++row)
        fill_row(history.rows.emplace_back(), answer, row);
    const auto by_sequence = [](const HistoryRow& a, const HistoryRow& b) { return a.sequence < b.sequence; };
    // They mostly come in order, and a sort would move each one many times.
    if (!std::is_sorted(history.rows.begin(), history.rows.end(), by_sequence))
        std::stable_sort(history.rows.begin(), history.rows.end(), by_sequence);
    return history;
}

// Without an order: planning it would take the server longer than sorting takes here.
Result<History> read_history(postgres::Session& session, const HistoryTable& table, HistoryDetail detail,
                             const std::function<void()>& meanwhile) {
    const bool is_whole = detail == HistoryDetail::whole;
    SqlWriter sql;
    sql << "SELECT sequence, revision, parents, " << (is_whole ? "message" : "CASE WHEN breaking THEN message END")
        << ", checksum, state, breaking, applied_at";
    if (is_whole) sql << ",\n       duration_ms, attempts, applied_by, host, client_pid, application_version";
    sql << "\nFROM " << table.name;
    auto read = session.query(sql.take(), {}, meanwhile);
    if (!read.has_value()) {
        Error error = std::move(read).assume_error();
        const std::string& sqlstate = error.details().sqlstate;
        if (sqlstate.starts_with("42") && error.kind() == ErrorKind::step_failed)
            error.become(ErrorKind::diverged).hint("the history table was changed by hand; restore it from a backup");
        return failure(std::move(error.within("reading the history")));
    }
    return history_of(read.assume_value());
}

std::vector<std::string> create_history_statements(const HistoryTable& table) {
    SqlWriter create;
    create << "CREATE TABLE " << table.name << R"sql( (
    sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    revision text PRIMARY KEY,
    parents text[] NOT NULL,
    message text NOT NULL,
    checksum text NOT NULL,
    state text NOT NULL CHECK (state IN ('applying', 'applied', 'reverting', 'running', 'undoing')),
    breaking boolean NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    duration_ms bigint,
    attempts integer NOT NULL,
    transaction_id text NOT NULL,
    backend_pid integer NOT NULL,
    applied_by text NOT NULL DEFAULT session_user,
    host text NOT NULL,
    client_pid integer NOT NULL,
    application_version text NOT NULL,
    progress jsonb
))sql";
    SqlWriter comment;
    comment
        << "COMMENT ON TABLE " << table.name
        << " IS 'Gestaloka Migrator: one row an applied revision. Written by the server at boot; not to be edited.'";
    return {create.take(), comment.take()};
}

Result<void> create_history(postgres::Session& session, const HistoryTable& table) {
    // IF NOT EXISTS still asks for CREATE on the database, so a schema that stands is left alone.
    TRY(const auto schema,
        session.query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {table.name.schema}));
    SqlWriter sql;
    if (schema.row_count() == 0) sql << "CREATE SCHEMA " << Identifier{table.name.schema} << ";\n";
    for (const std::string& statement : create_history_statements(table))
        sql << SqlText{statement} << ";\n";
    auto created = session.run_script(sql.take());
    if (created.has_value()) return success();
    return failure(std::move(created).assume_error().within("creating the history table"));
}

}  // namespace migrator
