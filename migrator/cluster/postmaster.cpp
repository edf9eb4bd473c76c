// The server is started without pg_ctl, which looks only each 100 ms whether it is ready.
#include "migrator/cluster/postmaster.hpp"

#include <signal.h>
#include <unistd.h>

#include <string_view>
#include <system_error>

#include "migrator/cluster/files.hpp"
#include "migrator/cluster/postmaster_file.hpp"
#include "migrator/cluster/socket_directory.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds poll_interval{1};
constexpr int default_port = 5432;  // only a part of the socket's name

enum class Identity { postmaster, somebody_else, unknown };

fs::path program_of(pid_t process) {
    const auto command_line = read_file("/proc/" + std::to_string(process) + "/cmdline").value_or("");
    return fs::path(command_line.substr(0, command_line.find('\0')));
}

// Each server process works in its data directory; the postmaster keeps its command line, its children change theirs
// to "postgres: ...".
Identity identify(const Process& process, const fs::path& data) {
    if (process.has_ended()) return Identity::somebody_else;
    std::error_code error;
    const fs::path actual = fs::read_symlink("/proc/" + std::to_string(process.number()) + "/cwd", error);
    const fs::path expected = fs::canonical(data, error);
    const bool is_server = program_of(process.number()).filename() == "postgres";
    // Only what was read while the process lived is about it.
    if (process.has_ended()) return Identity::somebody_else;
    if (error) return Identity::unknown;
    return actual == expected && is_server ? Identity::postmaster : Identity::somebody_else;
}

// A server in another container that shares the directory is out of sight, and two servers would destroy the data.
// One that was killed a moment ago is out of sight too, until the kernel has closed its socket. It is asked twice, not
// again and again: connections that nobody accepts fill the queue of a server that stands still, which then looks dead.
Result<void> refuse_invisible_server(const Layout& layout, const Patience& patience) {
    constexpr milliseconds time_to_close{1000};
    const auto file = read_postmaster_file(layout.data());
    const auto is_alive = [&] { return is_answered(file->socket_directory, file->port); };
    if (!file || file->socket_directory.empty() || !is_alive()) return success();
    TRYV(patience.wait(time_to_close, "a PostgreSQL server that was killed to be gone"));
    if (!is_alive()) return success();
    return failure(
        Error(ErrorKind::unavailable, "a PostgreSQL server that this process cannot see uses " + layout.data().string())
            .hint("stop the server in the other container, or choose another data directory"));
}

// PostgreSQL refuses to start when the number in a stale file belongs to any process of the same user.
void remove_stale_files(const fs::path& data, const fs::path& socket_directory) {
    const auto file = read_postmaster_file(data);
    if (!file) return;
    const auto process = Process::open(file->process);
    if (!process || identify(*process, data) != Identity::somebody_else) return;
    ::unlink((data / "postmaster.pid").c_str());
    ::unlink((socket_directory / (".s.PGSQL." + std::to_string(default_port) + ".lock")).c_str());
}

Command server_command(const StartRequest& request, const fs::path& socket_directory, int log) {
    Command command{{}, request.account, log, Command::Lifetime::independent};
    command.arguments = {request.binaries.program("postgres").string(), "-D", request.layout.data().string()};
    std::vector<std::string> settings{"listen_addresses=",
                                      "port=" + std::to_string(default_port),
                                      "unix_socket_directories=\"" + socket_directory.string() + "\"",
                                      "logging_collector=off",
                                      "log_destination=stderr",
                                      "log_checkpoints=off"};
    settings.insert(settings.end(), request.settings.begin(), request.settings.end());
    for (std::string& setting : settings) {
        command.arguments.emplace_back("-c");
        command.arguments.push_back(std::move(setting));
    }
    return command;
}

// A log that nobody ever removes must not fill the disk.
void rotate_log(const fs::path& log) {
    constexpr std::uintmax_t largest = 16 << 20;
    std::error_code ignored;
    if (const auto size = fs::file_size(log, ignored); !ignored && size > largest) {
        fs::rename(log, log.string() + ".1", ignored);
    }
}

std::string log_since(const fs::path& log, std::size_t start) {
    const std::string text = read_file(log).value_or("");
    return last_lines(std::string_view(text).substr(std::min(start, text.size())));
}

Error ended_early(const Layout& layout, const std::string& log) {
    return Error(ErrorKind::unavailable, "PostgreSQL ended while starting in " + layout.directory.string())
        .detail(log)
        .hint("the whole log is " + layout.log().string());
}

Result<Postmaster> start_once(const StartRequest& request, const fs::path& socket_directory, const Patience& patience) {
    const Layout& layout = request.layout;
    TRYV(refuse_invisible_server(layout, patience));
    remove_stale_files(layout.data(), socket_directory);
    rotate_log(layout.log());
    TRY(auto log, open_private_file(layout.log()));
    std::error_code ignored;
    const auto log_size = fs::file_size(layout.log(), ignored);
    TRY(auto process, spawn(server_command(request, socket_directory, log.number())));
    auto ready = wait_until_ready({std::move(process), socket_directory, default_port}, layout, patience);
    if (ready.has_value()) return ready;
    const std::string lines = log_since(layout.log(), log_size);
    return failure(std::move(ready).assume_error().detail(lines));
}

// Children of a server that was killed hold its shared memory for a moment longer.
bool is_held_by_orphans(const Error& error) {
    return error.details().detail.find("pre-existing shared memory block") != std::string::npos;
}

}  // namespace

std::optional<Postmaster> find_postmaster(const fs::path& data) {
    const auto file = read_postmaster_file(data);
    if (!file) return std::nullopt;
    auto process = Process::open(file->process);
    if (!process || identify(*process, data) != Identity::postmaster) return std::nullopt;
    return Postmaster{std::move(*process), file->socket_directory, file->port};
}

Result<Postmaster> wait_until_ready(Postmaster postmaster, const Layout& layout, const Patience& patience) {
    while (true) {
        const auto file = read_postmaster_file(layout.data());
        if (file && file->process == postmaster.process.number() && file->is_ready) {
            postmaster.port = file->port;
            postmaster.socket_directory = file->socket_directory;
            return postmaster;
        }
        if (postmaster.process.has_ended()) {
            postmaster.process.reap();
            return failure(ended_early(layout, ""));
        }
        auto waited = patience.wait(poll_interval, "PostgreSQL to start", postmaster.process.descriptor());
        if (waited.has_value()) continue;
        [[maybe_unused]] const auto stopped = stop_postmaster(postmaster, StopMode::fast, std::chrono::seconds(2));
        return failure(std::move(waited).assume_error());
    }
}

Result<Postmaster> start_postmaster(const StartRequest& request, const Patience& patience) {
    TRY(auto socket_directory, ready_socket_directory(request.layout, request.account));
    while (true) {
        auto started = start_once(request, socket_directory, patience);
        if (started.has_value() || !is_held_by_orphans(started.assume_error())) return started;
        TRYV(patience.wait(milliseconds(20), "the processes of a killed server to end"));
    }
}

Result<void> stop_postmaster(Postmaster& postmaster, StopMode mode, milliseconds limit) {
    constexpr std::string_view event = "PostgreSQL to stop";
    Process& process = postmaster.process;
    process.signal(mode == StopMode::fast ? SIGINT : SIGQUIT);
    auto ended = process.wait(Patience(limit), event);
    if (!ended.has_value() && mode == StopMode::fast) {
        process.signal(SIGQUIT);
        ended = process.wait(Patience(std::chrono::seconds(5)), event);
    }
    if (!ended.has_value()) {
        process.signal(SIGKILL);
        ended = process.wait(Patience(std::chrono::seconds(5)), event);
    }
    process.reap();
    return ended;
}

}  // namespace migrator::cluster
