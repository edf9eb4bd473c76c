// Processes: start one as another user, watch it, wait for its end, signal it and nobody else.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/descriptor.hpp"
#include "migrator/cluster/patience.hpp"

namespace migrator::cluster {

/// One process, held so that its number cannot pass to another process unnoticed.
class Process {
 public:
    enum class Relation { child, stranger };

    /// Empty when there is no such process (or no permission to see it).
    static std::optional<Process> open(pid_t number, Relation relation = Relation::stranger);

    pid_t number() const { return number_; }
    /// Readable once the process has ended.
    int descriptor() const { return descriptor_.number(); }
    bool has_ended() const;
    /// Does nothing to a process that has ended.
    void signal(int signal_number) const;
    /// Waits for the end, whatever it was. *Errors:* those of `Patience::wait`.
    Result<void> wait(const Patience& patience, std::string_view event) const;
    /// Takes the exit status of a child that has ended, so that no zombie is left. Empty for anything else.
    std::optional<int> reap();

 private:
    Process(pid_t number, Relation relation, Descriptor descriptor)
        : number_(number), relation_(relation), descriptor_(std::move(descriptor)) {}

    pid_t number_;
    Relation relation_;
    Descriptor descriptor_;
};

/// A program to run in a session of its own (a terminal's Ctrl-C does not reach it), with no descriptor of ours.
struct Command {
    enum class Lifetime {
        independent,       ///< lives on when this process ends
        ends_with_caller,  ///< killed when the calling thread ends
    };
    std::vector<std::string> arguments;  ///< the first is the program's absolute path
    Account account = {};
    int output = -1;  ///< takes standard output and error; -1: nowhere
    Lifetime lifetime = Lifetime::independent;
    std::vector<std::string> environment = {};  ///< NAME=value, beside what `spawn` leaves
};

/// Starts `command` with an environment free of PG* and locale variables, time zone UTC, and what the command adds.
/// *Errors:* unavailable, when it could not be executed.
Result<Process> spawn(const Command& command);

/// Runs `command` to its end and returns what it printed.
/// *Errors:* unavailable, when it failed, with the last lines it printed; those of `Patience::wait`, after the
/// command and its children were killed. Ignores `command.output` and `command.lifetime`.
Result<std::string> run(Command command, const Patience& patience);

/// Calls `test` in a child process and returns its answer. Requires: `test` is async-signal-safe.
bool answer_of_child(bool (*test)(void*), void* argument);

template <class Test>
bool succeeds_in_child(Test&& test) {
    using Stored = std::remove_reference_t<Test>;
    return answer_of_child([](void* stored) { return (*static_cast<Stored*>(stored))(); }, &test);
}

}  // namespace migrator::cluster
