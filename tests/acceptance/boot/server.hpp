// The real server binary as a child process, and what it says of itself.
#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"

namespace gestaloka::acceptance {

using Arguments = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;
using test::eventually;
using test::patience;

/// A run that is over.
struct Finished {
    int code = -1;  ///< -1: ended by a signal, or not within its time
    int signal = 0;
    std::string out;
    std::string err;
    std::chrono::milliseconds took{0};

    bool says(const std::string& text) const { return err.find(text) != std::string::npos; }
};

/// Runs the server until it ends. `environment` is beside that of the tests.
Finished run_server(const Arguments& arguments, const Environment& environment = {},
                    std::chrono::milliseconds within = patience);

/// `--migrate-only` on the database, with further arguments.
Finished migrate_only(const std::string& database, const Arguments& more = {});

/// The command that runs the server, for tests that use test::Process themselves.
test::Command server_command(const Arguments& arguments, const Environment& environment = {});

/// A server that serves, on a port of its own. Killed at the end of the scope.
class Server {
 public:
    explicit Server(Arguments arguments, const Environment& environment = {});

    /// "127.0.0.1:PORT", as its log says. Fails the test when it does not come up.
    const std::string& address();
    test::HttpReply get(const std::string& target) { return test::http_get(address(), target); }
    test::HttpReply post(const std::string& target, const nlohmann::json& body, const std::string& token = {});

    /// Asks /readyz until it tells `phase`; returns that page, or null when the time has passed.
    nlohmann::json wait_for_phase(const std::string& phase);
    /// As wait_for_phase, and the page must also hold `value` under `key`.
    nlohmann::json wait_for(const std::string& phase, const std::string& key, const nlohmann::json& value);
    bool wait_until_ready() { return !wait_for_phase("ready").is_null(); }

    test::Process& process() { return process_; }
    /// Sends the signal and waits for the end; `took` is counted from the signal.
    Finished stop(int signal_number);
    /// Waits for the end.
    Finished finish(std::chrono::milliseconds within = patience);

 private:
    test::Process process_;
    std::string address_;
};

/// How often `part` occurs in `text`.
std::size_t occurrences(const std::string& text, const std::string& part);

std::vector<std::string> lines_of(const std::string& text);

/// The revisions that a server's text log tells as applied, in order.
std::vector<std::string> applied_in(const std::string& log);

}  // namespace gestaloka::acceptance
