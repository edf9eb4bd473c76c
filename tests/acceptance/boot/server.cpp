// The real server binary as a child process.
#include "server.hpp"

#include <catch2/catch.hpp>
#include <sstream>

namespace gestaloka::acceptance {

namespace {

using Clock = std::chrono::steady_clock;

Finished finished(test::Process& process, Clock::time_point start, std::chrono::milliseconds within) {
    const auto status = process.wait(within);
    Finished end;
    if (status) {
        end.code = status->code;
        end.signal = status->signal;
    }
    end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    end.out = process.output();
    end.err = process.errors();
    return end;
}

}  // namespace

test::Command server_command(const Arguments& arguments, const Environment& environment) {
    return {GESTALOKA_SERVER_BINARY, arguments, environment};
}

Finished run_server(const Arguments& arguments, const Environment& environment, std::chrono::milliseconds within) {
    const Clock::time_point start = Clock::now();
    test::Process process(server_command(arguments, environment));
    return finished(process, start, within);
}

Finished migrate_only(const std::string& database, const Arguments& more) {
    Arguments arguments{"--migrate-only", "--database", database};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_server(arguments);
}

Server::Server(Arguments arguments, const Environment& environment)
    : process_([&] {
          arguments.insert(arguments.begin(), {"--listen", "127.0.0.1:0"});
          return server_command(arguments, environment);
      }()) {}

const std::string& Server::address() {
    if (!address_.empty()) return address_;
    const std::string prefix = "listening on http://";
    const bool came_up = process_.wait_for_output(prefix, patience);
    INFO(process_.errors());
    REQUIRE(came_up);
    const std::string& log = process_.errors();
    const std::size_t start = log.find(prefix) + prefix.size();
    return address_ = log.substr(start, log.find_first_not_of("0123456789.:", start) - start);
}

test::HttpReply Server::post(const std::string& target, const nlohmann::json& body, const std::string& token) {
    return test::http(address(), "POST", target, body.dump(), token);
}

nlohmann::json Server::wait_for_phase(const std::string& phase) {
    return wait_for(phase, "phase", phase);
}

nlohmann::json Server::wait_for(const std::string& phase, const std::string& key, const nlohmann::json& value) {
    nlohmann::json page;
    const bool reached = eventually([&] {
        page = nlohmann::json::parse(get("/readyz").body, nullptr, false);
        return page.is_object() && page.value("phase", "") == phase && page.contains(key) && page[key] == value;
    });
    UNSCOPED_INFO("last /readyz: " << page << "\n" << process_.errors());
    return reached ? page : nlohmann::json();
}

Finished Server::stop(int signal_number) {
    process_.signal(signal_number);
    return finish();
}

Finished Server::finish(std::chrono::milliseconds within) {
    return finished(process_, Clock::now(), within);
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> applied_in(const std::string& log) {
    std::vector<std::string> revisions;
    for (const std::string& line : lines_of(log)) {
        const std::string mark = " applied ";
        const std::size_t at = line.find(mark);
        constexpr std::size_t id_length = 12;
        if (line.find(" step ") < at && at != std::string::npos)
            revisions.push_back(line.substr(at + mark.size(), id_length));
    }
    return revisions;
}

}  // namespace gestaloka::acceptance
