// Sending statements and waiting for their results, with an end to every wait.
#include "migrator/postgres/session.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "migrator/postgres/connect.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/support/try.hpp"

namespace migrator::postgres {

using Clock = std::chrono::steady_clock;

namespace {

// What the server says unasked.
struct Notices {
    std::function<void(const Notice&)> receive = {};
    std::optional<Notice> farewell = {};  // why it leaves
};

}  // namespace

struct Session::State {
    State(ConnectOptions opened_with, pg_conn* opened) : options(std::move(opened_with)), connection(opened) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ConnectOptions options;
    pg_conn* connection;
    std::chrono::milliseconds patience = options.network_timeout;
    Notices notices = {};
    std::chrono::milliseconds look_interval{0};
    Look look = {};
    Traffic traffic = {};
    bool is_abandoned = false;  // an answer is outstanding that nobody waits for

    ~State() { PQfinish(connection); }

    std::string without_secrets(const char* libpqs_words) const {
        return without_secrets_of(options.database, libpqs_words);
    }
    std::string last_words() const { return without_secrets(PQerrorMessage(connection)); }
};

namespace {

std::string field(const pg_result* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? text : "";
}

void forward_notice(void* receiver, const pg_result* result) {
    Notices& notices = *static_cast<Notices*>(receiver);
    const Notice notice{field(result, PG_DIAG_SEVERITY), field(result, PG_DIAG_SQLSTATE),
                        field(result, PG_DIAG_MESSAGE_PRIMARY)};
    // Told as a notice: what ends a session between two statements, and the warning (of quickdie()) of a server that is
    // stopped at once, or that ends with a process that crashed.
    const bool is_last_word =
        field(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "FATAL" || field(result, PG_DIAG_SOURCE_FUNCTION) == "quickdie";
    if (is_last_word) notices.farewell = notice;
    if (notices.receive) notices.receive(notice);
}

// The lines behind the first one guess at the reason.
std::string first_line(std::string_view words) {
    const std::size_t start = std::min(words.find_first_not_of(" \t\n"), words.size());
    words = words.substr(start, words.find('\n', start) - start);
    return std::string(words.substr(0, words.find_last_not_of(" \t\r") + 1));
}

Error result_error(const pg_result* result, std::string_view sql) {
    const std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
    const std::string position = field(result, PG_DIAG_STATEMENT_POSITION);
    const std::string severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const bool ends_session = severity == "FATAL" || severity == "PANIC";
    std::string words = field(result, PG_DIAG_MESSAGE_PRIMARY);
    // libpq's own errors have no fields.
    if (words.empty()) words = first_line(PQresultErrorMessage(result));
    Error error(ends_session ? ErrorKind::unavailable : kind_of_sqlstate(sqlstate), std::move(words));
    error.sqlstate(sqlstate).detail(field(result, PG_DIAG_MESSAGE_DETAIL)).hint(field(result, PG_DIAG_MESSAGE_HINT));
    error.statement(std::string(sql), position.empty() ? 0 : std::stoi(position));
    return error;
}

Error connection_lost(std::string_view libpqs_words, const Notices& notices, std::string_view sql) {
    const std::string words = notices.farewell ? notices.farewell->message : first_line(libpqs_words);
    Error error(ErrorKind::unavailable,
                "the connection to the database was lost" + (words.empty() ? "" : ": " + words));
    if (notices.farewell) error.sqlstate(notices.farewell->sqlstate);
    return std::move(error).statement(std::string(sql));
}

// The protocol ends a text at its first NUL byte: the rest would be lost without a word.
Result<void> require_no_nul(std::string_view text, const char* what) {
    if (text.find('\0') == std::string_view::npos) return success();
    return failure(ErrorKind::step_failed, std::string(what) + " holds a NUL byte, which PostgreSQL's text cannot");
}

// Asks the server to cancel what runs, without waiting for a network that may be dead.
void cancel_in_background(pg_conn* connection) {
    PGcancel* cancel = PQgetCancel(connection);
    if (cancel == nullptr) return;
    std::thread([cancel] {
        char complaint[256];
        PQcancel(cancel, complaint, sizeof complaint);
        PQfreeCancel(cancel);
    }).detach();
}

}  // namespace

namespace {

// Waits until the connection has a whole result, or is broken, or time is up.
class ResultWait {
 public:
    explicit ResultWait(pg_conn* connection, const Interrupt* interrupt, std::chrono::milliseconds patience)
        : connection_(connection), interrupt_(interrupt), patience_(patience) {
        start_of_silence();
    }

    void watch(std::chrono::milliseconds interval, const Session::Look& look) {
        if (!look) return;
        look_ = &look;
        look_interval_ = interval;
        next_look_ = Clock::now() + interval;
    }

    Result<void> wait() {
        while (true) {
            const int unsent = PQflush(connection_);
            if (unsent < 0) return success();  // PQgetResult tells what broke
            if (unsent == 0 && PQisBusy(connection_) == 0) return success();
            pollfd waited[2] = {{PQsocket(connection_), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0},
                                {interrupt_ != nullptr && !cancelled_ ? interrupt_->descriptor() : -1, POLLIN, 0}};
            ::poll(waited, 2, milliseconds_left());
            if (waited[1].revents != 0) cancel();
            if (waited[0].revents != 0 && PQconsumeInput(connection_) == 0) return success();
            if ((waited[0].revents & POLLIN) != 0 && !cancelled_) start_of_silence();
            // What came while the caller was busy counts, however late it is looked at.
            if (waited[0].revents == 0 || cancelled_) TRYV(give_up_when_due());
            if (waited[0].revents == 0) TRYV(look_when_due());
        }
    }

    bool cancelled() const { return cancelled_; }

 private:
    void start_of_silence() {
        if (patience_.count() > 0) deadline_ = Clock::now() + patience_;
    }

    Result<void> look_when_due() {
        if (look_ == nullptr || cancelled_ || Clock::now() < next_look_) return success();
        TRYV((*look_)(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_)));
        next_look_ = Clock::now() + look_interval_;
        return success();
    }

    int milliseconds_left() const {
        const Clock::time_point wake = look_ != nullptr && !cancelled_ ? std::min(deadline_, next_look_) : deadline_;
        if (wake == Clock::time_point::max()) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(wake - Clock::now()).count();
        return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000'000));
    }

    Result<void> give_up_when_due() const {
        if (Clock::now() < deadline_) return success();
        if (cancelled_) return failure(ErrorKind::interrupted, "stopped; the server did not answer the cancel request");
        return failure(Error(ErrorKind::unavailable, "the server has not answered in time")
                           .hint("the network or the server hangs; the step is rolled back by the server's timeouts"));
    }

    void cancel() {
        constexpr auto grace = std::chrono::milliseconds(1000);
        cancelled_ = true;
        deadline_ = Clock::now() + grace;
        cancel_in_background(connection_);
    }

    pg_conn* connection_;
    const Interrupt* interrupt_;
    std::chrono::milliseconds patience_;
    Clock::time_point deadline_ = Clock::time_point::max();
    const Clock::time_point start_ = Clock::now();
    const Session::Look* look_ = nullptr;
    std::chrono::milliseconds look_interval_{0};
    Clock::time_point next_look_ = Clock::time_point::max();
    bool cancelled_ = false;
};

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Session> Session::open(const ConnectOptions& options) {
    TRY(pg_conn* const connection, connect(options));
    auto state = std::make_unique<State>(options, connection);
    PQsetnonblocking(state->connection, 1);
    PQsetNoticeReceiver(state->connection, forward_notice, &state->notices);
    return Session(std::move(state));
}

Result<void> Session::collect(std::string_view sql, const std::function<void(ResultSet)>& receive) {
    ++state_->traffic.round_trips;
    ResultWait wait(state_->connection, state_->options.interrupt, state_->patience);
    wait.watch(state_->look_interval, state_->look);
    const auto error_of = [&](const pg_result* result) {
        const bool is_lost =
            PQresultErrorField(result, PG_DIAG_SQLSTATE) == nullptr && PQstatus(state_->connection) == CONNECTION_BAD;
        return is_lost ? connection_lost(state_->without_secrets(PQresultErrorMessage(result)), state_->notices, sql)
                       : result_error(result, sql);
    };
    int received = 0;
    std::optional<Error> error;
    while (true) {
        auto waited = wait.wait();
        if (!waited.has_value()) {
            state_->is_abandoned = true;
            Error given_up = std::move(waited).assume_error();
            if (given_up.kind() == ErrorKind::unavailable) given_up.statement(std::string(sql));
            return failure(std::move(given_up));
        }
        pg_result* result = PQgetResult(state_->connection);
        if (result == nullptr) break;
        ++state_->traffic.statements;
        ResultSet owned(result);
        switch (PQresultStatus(result)) {
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
            case PGRES_EMPTY_QUERY:
                ++received;
                receive(std::move(owned));
                break;
            case PGRES_COPY_IN:
            case PGRES_COPY_OUT:
            case PGRES_COPY_BOTH:
                state_->is_abandoned = true;
                return failure(ErrorKind::step_failed, "COPY from or to the client cannot run in a step");
            default:
                // A broken connection repeats itself; the first error tells why.
                if (!error) error = error_of(result).statement_number(received + 1);
        }
        if (PQstatus(state_->connection) == CONNECTION_BAD) break;
    }
    if (error && wait.cancelled()) return failure(std::move(error->become(ErrorKind::interrupted)));
    if (error) return failure(std::move(*error));
    if (PQstatus(state_->connection) == CONNECTION_BAD)
        return failure(connection_lost(state_->last_words(), state_->notices, sql).statement_number(received + 1));
    return success();
}

Result<void> Session::require_usable() const {
    if (state_->options.interrupt != nullptr && state_->options.interrupt->requested())
        return failure(ErrorKind::interrupted, "stopped by a signal");
    if (!is_connected()) return failure(ErrorKind::unavailable, "the connection to the database was lost");
    return success();
}

Result<ResultSet> Session::query(std::string_view sql, const Parameters& parameters,
                                 const std::function<void()>& meanwhile) {
    TRYV(require_usable());
    TRYV(require_no_nul(sql, "the statement"));
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const Parameter& parameter : parameters) {
        if (parameter) TRYV(require_no_nul(*parameter, "a parameter"));
        values.push_back(parameter ? parameter->c_str() : nullptr);
    }
    if (PQsendQueryParams(state_->connection, std::string(sql).c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) == 0)
        return failure(connection_lost(state_->last_words(), state_->notices, sql));
    if (meanwhile && PQflush(state_->connection) == 0) meanwhile();
    std::optional<ResultSet> answer;
    TRYV(collect(sql, [&](ResultSet result) { answer = std::move(result); }));
    if (!answer) return failure(ErrorKind::internal, "a statement gave no result");
    return std::move(*answer);
}

Result<long long> Session::execute(std::string_view sql, const Parameters& parameters) {
    TRY(const ResultSet result, query(sql, parameters));
    return result.affected_rows();
}

Result<std::vector<ResultSet>> Session::run_script(std::string_view sql) {
    std::vector<ResultSet> results;
    TRYV(run_script(sql, [&](ResultSet result) { results.push_back(std::move(result)); }));
    return results;
}

Result<void> Session::run_script(std::string_view sql, const std::function<void(ResultSet)>& receive) {
    TRYV(require_usable());
    TRYV(require_no_nul(sql, "the SQL"));
    if (PQsendQuery(state_->connection, std::string(sql).c_str()) == 0)
        return failure(connection_lost(state_->last_words(), state_->notices, sql));
    return collect(sql, receive);
}

const ConnectOptions& Session::options() const {
    return state_->options;
}

TransactionStatus Session::transaction_status() const {
    switch (PQtransactionStatus(state_->connection)) {
        case PQTRANS_IDLE:
            return TransactionStatus::idle;
        case PQTRANS_INTRANS:
            return TransactionStatus::in_transaction;
        case PQTRANS_INERROR:
            return TransactionStatus::failed;
        default:
            return TransactionStatus::unknown;
    }
}

bool Session::is_connected() const {
    return !state_->is_abandoned && PQstatus(state_->connection) == CONNECTION_OK;
}
int Session::backend_pid() const {
    return PQbackendPID(state_->connection);
}
std::string Session::user() const {
    return PQuser(state_->connection);
}
int Session::server_version() const {
    return PQserverVersion(state_->connection);
}
void Session::on_notice(std::function<void(const Notice&)> receiver) {
    state_->notices.receive = std::move(receiver);
}
void Session::wait_at_most(std::chrono::milliseconds patience) {
    state_->patience = patience;
}
std::chrono::milliseconds Session::patience() const {
    return state_->patience;
}
void Session::watch(std::chrono::milliseconds interval, Look look) {
    state_->look_interval = interval;
    state_->look = std::move(look);
}
Session::Traffic Session::traffic() const {
    return state_->traffic;
}
pg_conn* Session::native_handle() {
    return state_->connection;
}

}  // namespace migrator::postgres
