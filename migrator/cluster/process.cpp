// fork and exec without a shell; between the two only async-signal-safe calls, since the caller may have threads.
#include "migrator/cluster/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "migrator/cluster/files.hpp"
#include "migrator/support/try.hpp"

extern char** environ;

namespace migrator::cluster {

std::optional<Process> Process::open(pid_t number, Relation relation) {
    if (number <= 0) return std::nullopt;
    Descriptor descriptor(static_cast<int>(::syscall(SYS_pidfd_open, number, 0)));
    if (!descriptor.is_open()) return std::nullopt;
    return Process(number, relation, std::move(descriptor));
}

bool Process::has_ended() const {
    pollfd waited{descriptor(), POLLIN, 0};
    return ::poll(&waited, 1, 0) > 0;
}

void Process::signal(int signal_number) const {
    ::syscall(SYS_pidfd_send_signal, descriptor(), signal_number, nullptr, 0);
}

Result<void> Process::wait(const Patience& patience, std::string_view event) const {
    while (!has_ended())
        TRYV(patience.wait(std::chrono::seconds(1), event, descriptor()));
    return success();
}

std::optional<int> Process::reap() {
    int status = 0;
    if (relation_ != Relation::child || ::waitpid(number_, &status, WNOHANG) != number_) return std::nullopt;
    relation_ = Relation::stranger;
    return status;
}

namespace {

constexpr int lowest_passed_descriptor = 10;  // above 0-3, which the child overwrites
constexpr int status_descriptor = 3;

// The child starts with default signal handling and nothing blocked, and no handler of ours ever runs in it.
template <class Body>
pid_t fork_quietly(Body&& body) {
    sigset_t all, previous;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &previous);
    const pid_t child = ::fork();
    if (child == 0) {
        for (int number = 1; number < NSIG; ++number)
            ::signal(number, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        body();
        ::_exit(127);
    }
    const int saved_errno = errno;
    ::pthread_sigmask(SIG_SETMASK, &previous, nullptr);
    errno = saved_errno;
    return child;
}

std::vector<std::string> clean_environment() {
    const auto is_dropped = [](std::string_view entry) {
        const std::array dropped{"PG", "LC_", "LANG", "TZ="};
        return std::ranges::any_of(dropped, [&](const char* prefix) { return entry.starts_with(prefix); });
    };
    std::vector<std::string> environment{"LC_ALL=C", "TZ=UTC"};
    for (char** entry = environ; entry && *entry; ++entry) {
        if (!is_dropped(*entry)) environment.emplace_back(*entry);
    }
    return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    for (std::string& string : strings)
        pointers.push_back(string.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Everything the child needs, made before fork since it may not allocate.
struct Launch {
    std::vector<std::string> arguments, environment;
    std::vector<char*> argument_pointers, environment_pointers;
    Descriptor input, output, status_reader, status_writer;
};

Descriptor above_standard(int number) {
    return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, lowest_passed_descriptor));
}

Result<Launch> prepare(const Command& command) {
    Launch launch{command.arguments, clean_environment(), {}, {}, {}, {}, {}, {}};
    launch.environment.insert(launch.environment.end(), command.environment.begin(), command.environment.end());
    launch.argument_pointers = pointers_to(launch.arguments);
    launch.environment_pointers = pointers_to(launch.environment);
    std::array<int, 2> ends{-1, -1};
    const Descriptor nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!nowhere.is_open() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return failure(system_error("cannot start " + command.arguments.front()));
    }
    launch.status_reader = Descriptor(ends[0]);
    const Descriptor writer(ends[1]);
    launch.status_writer = above_standard(writer.number());
    launch.input = above_standard(nowhere.number());
    launch.output = above_standard(command.output >= 0 ? command.output : nowhere.number());
    if (!launch.status_writer.is_open() || !launch.input.is_open() || !launch.output.is_open()) {
        return failure(system_error("cannot start " + command.arguments.front()));
    }
    return launch;
}

void close_from(unsigned first) noexcept {
    if (::syscall(SYS_close_range, first, ~0U, 0) == 0) return;
    constexpr unsigned assumed_limit = 65536;  // before Linux 5.9
    for (unsigned number = first; number < assumed_limit; ++number)
        ::close(static_cast<int>(number));
}

bool dies_with(pid_t parent, Command::Lifetime lifetime) noexcept {
    if (lifetime == Command::Lifetime::independent) return true;
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == parent;
}

// Returns only when something failed; errno then goes up the status pipe.
void execute(const Launch& launch, const Command& command, pid_t parent) noexcept {
    // PR_SET_PDEATHSIG is cleared by a change of user, so it comes after.
    if (::setsid() >= 0 && become(command.account) && dies_with(parent, command.lifetime) && ::chdir("/") == 0 &&
        ::dup2(launch.input.number(), 0) >= 0 && ::dup2(launch.output.number(), 1) >= 0 &&
        ::dup2(launch.output.number(), 2) >= 0 &&
        ::dup3(launch.status_writer.number(), status_descriptor, O_CLOEXEC) >= 0) {
        close_from(status_descriptor + 1);
        ::umask(077);
        ::execve(launch.argument_pointers[0], launch.argument_pointers.data(), launch.environment_pointers.data());
        const int error = errno;
        [[maybe_unused]] const auto told = ::write(status_descriptor, &error, sizeof error);
        return;
    }
    const int error = errno;
    [[maybe_unused]] const auto told = ::write(launch.status_writer.number(), &error, sizeof error);
}

}  // namespace

Result<Process> spawn(const Command& command) {
    TRY(auto launch, prepare(command));
    const pid_t parent = ::getpid();
    const pid_t child = fork_quietly([&] { execute(launch, command, parent); });
    if (child < 0) return failure(system_error("cannot start " + command.arguments.front()));
    launch.status_writer.reset();
    int error = 0;
    ssize_t told = 0;
    do
        told = ::read(launch.status_reader.number(), &error, sizeof error);
    while (told < 0 && errno == EINTR);
    if (told == sizeof error) {
        ::waitpid(child, nullptr, 0);
        errno = error;
        return failure(system_error("cannot start " + command.arguments.front() + " as " + command.account.name));
    }
    auto process = Process::open(child, Process::Relation::child);
    if (!process) return failure(system_error("cannot watch " + command.arguments.front()));
    return std::move(*process);
}

namespace {

std::string contents_of_memory(int descriptor) {
    struct stat status {};
    ::fstat(descriptor, &status);
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

}  // namespace

Result<std::string> run(Command command, const Patience& patience) {
    const Descriptor output(::memfd_create("output", MFD_CLOEXEC));
    if (!output.is_open()) return failure(system_error("cannot run " + command.arguments.front()));
    command.output = output.number();
    command.lifetime = Command::Lifetime::ends_with_caller;
    TRY(auto process, spawn(command));
    auto waited = process.wait(patience, command.arguments.front() + " to end");
    if (!waited.has_value()) {
        ::kill(-process.number(), SIGKILL);  // the process leads its own session, so this is it and its children
        const Patience for_the_killed(std::chrono::seconds(5));
        [[maybe_unused]] const auto ended = process.wait(for_the_killed, "a killed process");
        process.reap();
        return failure(std::move(waited).assume_error());
    }
    const auto status = process.reap();
    std::string text = contents_of_memory(output.number());
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0) return text;
    return failure(Error(ErrorKind::unavailable, command.arguments.front() + " failed").detail(last_lines(text)));
}

bool answer_of_child(bool (*test)(void*), void* argument) {
    const pid_t child = fork_quietly([&] { ::_exit(test(argument) ? 0 : 1); });
    if (child < 0) return false;
    int status = 0;
    pid_t waited = 0;
    do
        waited = ::waitpid(child, &status, 0);
    while (waited < 0 && errno == EINTR);
    return waited == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace migrator::cluster
