// One connection to PostgreSQL on which SQL runs as it is written, with every error field kept.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/postgres/result_set.hpp"
#include "migrator/support/interrupt.hpp"
#include "migrator/support/result.hpp"

struct pg_conn;

namespace migrator::postgres {

/// A parameter of a statement, as text that the server converts; not set: NULL.
using Parameter = std::optional<std::string>;
using Parameters = std::vector<Parameter>;

/// A NOTICE or WARNING of the server.
struct Notice {
    std::string severity;
    std::string sqlstate;
    std::string message;
};

struct ConnectOptions {
    /// libpq URI or keyword string; several hosts allowed. Empty: the PG… environment variables and defaults.
    std::string database;
    /// Shown in pg_stat_activity, so that a waiting server can name who holds the lock.
    std::string application_name;
    /// For one attempt to connect, all hosts and the handshake included.
    std::chrono::milliseconds timeout = std::chrono::seconds(10);
    /// Silence of the network after which a waiting session gives up; the server's keepalives are set likewise.
    std::chrono::milliseconds network_timeout = std::chrono::seconds(30);
    /// Ends every wait of the session; may be null. Must outlive the session.
    const Interrupt* interrupt = nullptr;
};

enum class TransactionStatus { idle, in_transaction, failed, unknown };

/// Not thread-safe. Every wait ends at the interrupt; a statement under way is then cancelled on the server.
class Session {
 public:
    /// Connects once, without retry.
    /// Errors: unavailable (no server, unknown host, no such database, wrong password; with the SQLSTATE where the
    /// server gave one), interrupted, usage (a string that libpq cannot parse, or a setting that no server could make
    /// right). None holds a secret of the string.
    static Result<Session> open(const ConnectOptions& options);

    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    /// Runs one statement with parameters $1, $2 … If all of it could be sent at once, calls `meanwhile` while the
    /// server works.
    Result<ResultSet> query(std::string_view sql, const Parameters& parameters = {},
                            const std::function<void()>& meanwhile = {});
    /// As `query`, for what is run for its effect. Returns the number of affected rows.
    Result<long long> execute(std::string_view sql, const Parameters& parameters = {});

    /// Sends one message with any number of statements. Returns one result a statement; an error carries the number of
    /// the statement that failed.
    Result<std::vector<ResultSet>> run_script(std::string_view sql);
    /// As above, but gives each result to `receive` when it arrives, while the server goes on with the next statement.
    /// What came before an error has been given.
    Result<void> run_script(std::string_view sql, const std::function<void(ResultSet)>& receive);

    /// What it was opened with. The connection string may hold a password.
    const ConnectOptions& options() const;

    TransactionStatus transaction_status() const;
    /// False once the connection was found broken.
    bool is_connected() const;
    /// The process id of the server as the connection handshake told it.
    int backend_pid() const;
    /// The role that logged in.
    std::string user() const;
    /// E.g. 150020.
    int server_version() const;

    void on_notice(std::function<void(const Notice&)> receiver);

    /// How many messages were sent and statements answered since the session was opened.
    struct Traffic {
        long long round_trips = 0;
        long long statements = 0;
    };
    Traffic traffic() const;

    /// Gives up after this much silence, from the next message on; zero waits without end.
    void wait_at_most(std::chrono::milliseconds patience);
    std::chrono::milliseconds patience() const;

    /// What is called while an answer is awaited, with how long it has been. An error that it returns ends the wait,
    /// and with it the session.
    using Look = std::function<Result<void>(std::chrono::milliseconds waited)>;
    /// Calls `look` each `interval` of a wait. An empty function ends the watch.
    void watch(std::chrono::milliseconds interval, Look look);

    pg_conn* native_handle();

 private:
    struct State;
    explicit Session(std::unique_ptr<State> state);
    Result<void> collect(std::string_view sql, const std::function<void(ResultSet)>& receive);
    Result<void> require_usable() const;

    std::unique_ptr<State> state_;
};

}  // namespace migrator::postgres
