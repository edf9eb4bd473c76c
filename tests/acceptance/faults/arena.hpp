// Where the fault tests take place: clusters of their own behind a proxy, programs that migrate, and what must hold
// afterwards.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "after_conditions.hpp"
#include "fault_proxy.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "tests/acceptance/boot/database_state.hpp"
#include "tests/support/process.hpp"

namespace gestaloka::faults {

using acceptance::must;

/// Long enough for anything on a busy machine.
inline constexpr std::chrono::seconds patience{120};

/// In every connection string of a program, so that each run shows whether it is in anything that a program prints.
inline constexpr const char* secret = "s3cr3t-dr4gon";

/// Whether long repetitions are asked for (scripts/test --soak).
bool is_soak();
/// The step of a loop over moments: 1 in a soak, wider where a sanitizer makes everything slow.
int stride(int in_ci);
/// How a loop with that stride is told: "every message", "one message in 3".
std::string each(const std::string& moment, int in_ci);
/// A bound on the seconds that something takes; wider where a sanitizer makes everything slow.
double bound(double seconds);

/// A program that migrates.
struct Program {
    std::string path = {};
    std::vector<std::string> arguments = {};
    /// Put before the database's connection string.
    std::string database_prefix = {};

    test::Command on(const std::string& database, const std::vector<std::string>& more = {}) const;
};

/// The fixture program with one of its chains (chain/revisions.hpp).
Program fault_chain(const std::string& chain);
/// The game server with --migrate-only.
Program game_server();

/// A run that is over.
struct Outcome {
    int code = -1;
    int signal = 0;
    std::string text = {};  ///< everything that it printed
    std::chrono::milliseconds took{0};

    bool says(const std::string& part) const { return text.find(part) != std::string::npos; }
    int count(const std::string& part) const;
};

Outcome run(const Program& program, const std::string& database, const std::vector<std::string>& more = {});
/// Waits for the end of one that was started by the test. Fails the test when its output holds the secret.
Outcome finish(test::Process& process, std::chrono::milliseconds within = patience);

/// Starts ten at once and fails the test unless each ends with 0. Returns how many steps they tell as applied, all
/// together.
int applied_by_ten(const Program& program, const std::string& database, const std::vector<std::string>& more = {});

/// A cluster that a test may hurt, and a proxy in front of it.
class Arena {
 public:
    explicit Arena(const migrator::cluster::EphemeralOptions& options = {});
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena();

    /// An empty database with a name of its own.
    std::string new_database();
    /// Connection strings: straight to the server, and through the proxy.
    std::string direct(const std::string& database) const { return cluster.connection_string(database); }
    std::string proxied(const std::string& database) const;
    /// What the server has logged.
    std::string log() const;

    migrator::cluster::EphemeralCluster cluster;
    FaultProxy proxy;

 private:
    int databases_ = 0;
};

/// The arena that the cases of a process share, as long as they leave its server alone.
Arena& shared_arena();

/// The connection string of a new database of `arena` on which the base of a made-up chain (f001) was applied.
std::string prepared(Arena& arena, const Program& program);

/// Ends what makes the steps of a made-up chain sleep or lose the lock, for the sessions that begin from now on.
void end_cause(const std::string& database);

/// How many messages an undisturbed run of `program` sends, Terminate not counted.
int count_messages(Arena& arena, const Program& program);

/// "f001 applied, f002 applying": the history, in the order of its making.
std::string applied(const std::string& database);

double seconds_since(std::chrono::steady_clock::time_point start);

/// Runs `program` again and fails the test unless it ends with 0 and then: the digest is `golden`, each revision is
/// recorded once and applied, there is no advisory lock, no INVALID index and no prepared transaction, and no server
/// has logged the secret.
/// Returns how long the run took.
std::chrono::milliseconds require_golden(const Program& program, const std::string& database,
                                         const std::string& golden);

/// As above without the run.
void check_after_conditions(const std::string& database, const std::string& golden);

/// The digest that an undisturbed run of `program` leaves; kept for the process.
const std::string& golden_of(const Program& program);

}  // namespace gestaloka::faults
