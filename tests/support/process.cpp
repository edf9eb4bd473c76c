// A program run as a child process.
#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace gestaloka::test {

namespace {

std::vector<std::string> environment_for(const Command& command) {
    std::vector<std::string> list;
    for (const auto& [name, value] : command.environment)
        list.push_back(name + "=" + value);
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (command.environment.count(text.substr(0, text.find('='))) == 0) list.push_back(text);
    }
    return list;
}

// As exec wants it; points into `texts`.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// What catches or ignores signals here must not do so in the child, not even before exec.
void take_signals_as_they_come(const sigset_t& mask) {
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        ::sigaction(number, &standard, nullptr);
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
}

// Between fork and exec only what is safe in a child of a process with threads.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, const char* directory,
                         pid_t parent, int out, int err) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    if (*directory != '\0' && ::chdir(directory) != 0) ::_exit(126);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execve(program, arguments, environment);
    ::_exit(127);
}

}  // namespace

Process::Process(const Command& command) {
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> variables = environment_for(command);
    const std::vector<char*> arguments = pointers_to(words);
    const std::vector<char*> environment = pointers_to(variables);
    const std::string directory = command.directory.string();
    int out[2];
    int err[2];
    if (::access(command.program.c_str(), X_OK) != 0 || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
        throw std::runtime_error("cannot run " + command.program.string());
    const pid_t parent = ::getpid();
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_ = ::fork();
    if (pid_ == 0) {
        take_signals_as_they_come(before);
        become(words.front().c_str(), arguments.data(), environment.data(), directory.c_str(), parent, out[1], err[1]);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(out[1]);
    ::close(err[1]);
    pipes_[0].descriptor = out[0];
    pipes_[1].descriptor = err[0];
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    for (const Pipe& pipe : pipes_)
        ::fcntl(pipe.descriptor, F_SETFL, O_NONBLOCK);
    pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::exchange(other.pidfd_, -1)),
      pipes_{std::exchange(other.pipes_[0], {}), std::exchange(other.pipes_[1], {})},
      status_(other.status_) {}

Process::~Process() {
    if (pid_ > 0 && !status_) {
        ::kill(pid_, SIGKILL);
        reap();
    }
    if (pidfd_ >= 0) ::close(pidfd_);
    for (const Pipe& pipe : pipes_)
        if (pipe.descriptor >= 0) ::close(pipe.descriptor);
}

void Process::signal(int number) const {
    if (!status_) ::kill(pid_, number);
}

bool Process::wait_for_output(const std::string& text, std::chrono::milliseconds patience) {
    const Clock::time_point deadline = Clock::now() + patience;
    const auto is_there = [&] {
        return output().find(text) != std::string::npos || errors().find(text) != std::string::npos;
    };
    while (!is_there())
        if (status_ || !read_some(deadline)) return false;
    return true;
}

std::optional<ExitStatus> Process::wait(std::chrono::milliseconds patience) {
    const Clock::time_point deadline = Clock::now() + patience;
    while (!status_)
        if (!read_some(deadline)) break;
    return status_;
}

// Waits for output or the end, whichever comes first. False when the deadline has passed.
bool Process::read_some(Clock::time_point deadline) {
    pollfd waited[3] = {{pidfd_, POLLIN, 0}, {pipes_[0].descriptor, POLLIN, 0}, {pipes_[1].descriptor, POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (::poll(waited, 3, static_cast<int>(std::max<long long>(left, 0))) == 0) return false;
    drain();
    if (waited[0].revents != 0) {
        reap();
        drain();
    }
    return true;
}

void Process::drain() {
    for (Pipe& pipe : pipes_) {
        char buffer[16384];
        ssize_t size = 0;
        while (pipe.descriptor >= 0 && (size = ::read(pipe.descriptor, buffer, sizeof buffer)) > 0)
            pipe.text.append(buffer, static_cast<std::size_t>(size));
        if (size < 0 || pipe.descriptor < 0) continue;
        ::close(pipe.descriptor);
        pipe.descriptor = -1;
    }
}

void Process::reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    status_ = WIFSIGNALED(status) ? ExitStatus{-1, WTERMSIG(status)} : ExitStatus{WEXITSTATUS(status), 0};
}

}  // namespace gestaloka::test
