// A program run as a child process, with what it prints at hand and an end to every wait.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gestaloka::test {

struct Command {
    std::filesystem::path program;  ///< no search along PATH
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};  ///< beside what this process has; stronger
    std::filesystem::path directory = {};                 ///< to work in; empty: that of this process
};

/// How a process ended: by itself with a code, or by a signal.
struct ExitStatus {
    int code = -1;
    int signal = 0;
};

/// One child. It is killed at the end of the scope, and by the kernel when this process dies.
/// Throws std::runtime_error when the program cannot be started. Not thread-safe.
class Process {
 public:
    explicit Process(const Command& command);
    Process(Process&& other) noexcept;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    Process& operator=(Process&&) = delete;
    ~Process();

    pid_t pid() const { return pid_; }
    void signal(int number) const;

    /// Reads what it prints until stdout or stderr holds `text`. False when it ended or `patience` passed before.
    bool wait_for_output(const std::string& text, std::chrono::milliseconds patience);
    /// Reads what it prints until it ends. Not set when `patience` passed before.
    std::optional<ExitStatus> wait(std::chrono::milliseconds patience);

    /// What it has printed, as far as the last wait has read.
    const std::string& output() const { return pipes_[0].text; }
    const std::string& errors() const { return pipes_[1].text; }

 private:
    struct Pipe {
        int descriptor = -1;
        std::string text = {};
    };
    using Clock = std::chrono::steady_clock;

    bool read_some(Clock::time_point deadline);
    void drain();
    void reap();

    pid_t pid_ = -1;
    int pidfd_ = -1;
    Pipe pipes_[2];  // stdout, stderr
    std::optional<ExitStatus> status_;
};

}  // namespace gestaloka::test
