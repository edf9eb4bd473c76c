// Random faults at random moments among a random number of servers; a failure prints how to play its seed again.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "arena.hpp"
#include "random_extent.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

enum class Fault {
    cut_before,
    cut_after,
    answer_swallowed,
    terminate,
    cancel,
    kill,
    stop_signal,
    freeze,
    black_hole,
    crash
};
constexpr const char* fault_names[] = {"cut before",       "cut after",   "answer swallowed", "terminate backend",
                                       "cancel statement", "kill -9",     "SIGTERM",          "SIGSTOP and SIGCONT",
                                       "black hole",       "server crash"};
constexpr int fault_count = 10;

struct Scenario {
    Fault fault = Fault::kill;
    int message = 0;
    int servers = 1;
    int victim = 0;  // of the faults that hit one process
};

Scenario scenario_of(unsigned seed, int messages) {
    std::minstd_rand random(seed);
    random.discard(3);
    const auto drawn = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
    Scenario scenario;
    scenario.fault = static_cast<Fault>(drawn(0, fault_count - 1));
    // Only another one can take over from one that stands still.
    scenario.servers = drawn(scenario.fault == Fault::freeze ? 2 : 1, 4);
    scenario.victim = drawn(0, scenario.servers - 1);
    // Last: how many there are depends a little on the machine.
    scenario.message = drawn(1, messages);
    return scenario;
}

bool is_stopped(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t name_end = text.rfind(") ");
    return name_end != std::string::npos && text[name_end + 2] == 'T';
}

// One fault among the servers of one database.
class Play {
 public:
    Play(Arena& arena, const Program& program, const Scenario& scenario)
        : arena_(arena),
          scenario_(scenario),
          database_(arena.new_database()),
          other_(gestaloka::acceptance::connect(arena.direct("postgres"))) {
        arena.proxy.arm([this](const FrontendMessage& message) { return fate_of(message); },
                        [this](const FrontendMessage& message) { act_after(message); });
        const std::string proxied = arena.proxied(database_);
        for (int i = 0; i < scenario.servers; ++i) {
            servers_.push_back(std::make_unique<Process>(program.on(proxied, options())));
            if (i == scenario.victim) victim_ = servers_.back()->pid();
        }
        finish_all();
    }
    ~Play() { arena_.proxy.disarm(); }
    Play(const Play&) = delete;
    Play& operator=(const Play&) = delete;

    std::string database() const { return arena_.direct(database_); }

    void check_outcomes(const std::string& golden) const {
        bool is_told_done = false;
        for (std::size_t i = 0; i < outcomes_.size(); ++i) {
            INFO("server " << i << ", victim " << scenario_.victim << "\n" << outcomes_[i].text);
            CAPTURE(outcomes_[i].code, outcomes_[i].signal);
            const bool is_victim = static_cast<int>(i) == scenario_.victim;
            CHECK((outcomes_[i].code == 0 || is_allowed(outcomes_[i], is_victim)));
            is_told_done = is_told_done || outcomes_[i].code == 0;
        }
        // Before another run could make up for what one has told falsely.
        if (is_told_done) check_after_conditions(database(), golden);
    }

    void drop_database() const {
        gestaloka::acceptance::run_sql(arena_.direct("postgres"), "DROP DATABASE " + database_ + " WITH (FORCE)");
    }

    /// Whether anybody has noticed the fault.
    bool took_effect() const {
        return was_frozen_ || std::any_of(outcomes_.begin(), outcomes_.end(), [](const Outcome& outcome) {
                   return outcome.code != 0 || outcome.says("connection lost") || outcome.says("connect failed");
               });
    }

 private:
    // How a program may end by the fault, other than with 0.
    bool is_allowed(const Outcome& outcome, bool is_victim) const {
        switch (scenario_.fault) {
            case Fault::cut_before:
            case Fault::cut_after:
            case Fault::answer_swallowed:
            case Fault::terminate:
                return false;
            case Fault::cancel:
                return outcome.code == 11 && outcome.says("57014");
            case Fault::kill:
                return is_victim && outcome.signal == SIGKILL;
            case Fault::stop_signal:
                return is_victim && (outcome.code == 18 || outcome.signal == SIGTERM);
            case Fault::freeze:
                return is_victim && (outcome.code == 16 || outcome.code == 18);
            case Fault::black_hole:
                return outcome.code == 16 || outcome.code == 19;
            case Fault::crash:
                return outcome.code == 16 || outcome.code == 19;
        }
        return false;
    }

    std::vector<std::string> options() const {
        if (scenario_.fault == Fault::freeze) return {"idle-timeout=1s"};
        if (scenario_.fault == Fault::black_hole)
            return {"idle-timeout=1s", "network-timeout=1s", "connect-timeout=1s"};
        return {};
    }

    Fate fate_of(const FrontendMessage& message) {
        if (scenario_.fault == Fault::black_hole) {
            // Not inside the messages of one statement, see T9.
            const bool begins = message.type == 'Q' || message.type == 'P' || message.type == '0';
            return message.number >= scenario_.message && begins ? Fate::black_hole : Fate::forwarded;
        }
        if (message.number != scenario_.message) return Fate::forwarded;
        if (scenario_.fault == Fault::cut_before) return Fate::cut_before;
        if (scenario_.fault == Fault::cut_after) return Fate::cut_after;
        if (scenario_.fault == Fault::answer_swallowed) return Fate::answer_swallowed;
        return Fate::forwarded;
    }

    // While it runs nothing else passes the proxy, but the server is at work on the message.
    void act_after(const FrontendMessage& message) {
        // A statement may be over before it can be cancelled: then it is the turn of the next one.
        if (scenario_.fault == Fault::cancel && message.number >= scenario_.message && !is_cancelled_) cancel();
        if (message.number != scenario_.message) return;
        if (scenario_.fault == Fault::terminate)
            ask_other("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1");
        if (scenario_.fault == Fault::crash) [[maybe_unused]]
            const auto restarted = arena_.cluster.restart();
        if (scenario_.fault == Fault::kill) signal_victim(SIGKILL);
        if (scenario_.fault == Fault::stop_signal) signal_victim(SIGTERM);
        if (scenario_.fault == Fault::freeze) signal_victim(SIGSTOP);
    }

    void cancel() {
        ask_other("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND state = 'active'");
        is_cancelled_ = ask_other(
            "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND state = 'idle in transaction (aborted)'");
    }

    // Whether there is such a row.
    bool ask_other(const std::string& sql) {
        const auto found = other_.query(sql, {database_});
        return found.has_value() && found.assume_value().row_count() > 0;
    }

    void signal_victim(int signal) {
        while (victim_ == 0)
            std::this_thread::yield();
        ::kill(victim_, signal);
    }

    void finish_all() {
        outcomes_.resize(servers_.size());
        const auto victim = static_cast<std::size_t>(scenario_.victim);
        for (std::size_t i = 0; i < servers_.size(); ++i)
            if (i != victim) outcomes_[i] = finish(*servers_[i]);
        if (scenario_.fault == Fault::freeze) {
            // Nothing stops it once it is woken.
            arena_.proxy.disarm();
            was_frozen_ = is_stopped(victim_);
            servers_[victim]->signal(SIGCONT);
        }
        outcomes_[victim] = finish(*servers_[victim]);
    }

    Arena& arena_;
    Scenario scenario_;
    std::string database_;
    migrator::postgres::Session other_;  // used by the proxy's thread
    bool is_cancelled_ = false;
    bool was_frozen_ = false;
    std::atomic<pid_t> victim_{0};
    std::vector<std::unique_ptr<Process>> servers_ = {};
    std::vector<Outcome> outcomes_ = {};
};

std::optional<std::string> variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// "in 15.0 minutes and 712 rounds; 694 took effect"
std::string told(const Progress& progress) {
    char minutes[32];
    std::snprintf(minutes, sizeof minutes, "%.1f", progress.time.count() / 60);
    return std::string("in ") + minutes + " minutes and " + std::to_string(progress.rounds) + " rounds; " +
           std::to_string(progress.effective) + " took effect";
}

}  // namespace

TEST_CASE("random: faults among several servers never leave a database that the next boot cannot finish") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    const Extent extent =
        extent_of({variable("FAULT_SEED"), variable("FAULT_MINUTES"), is_soak()}, std::max(1, 30 / stride(1)));
    WARN("first seed " << extent.first_seed);
    Progress progress;
    double longest = 0;
    const Clock::time_point begin = Clock::now();
    for (unsigned seed = extent.first_seed; !extent.is_reached_by(progress); ++seed) {
        const Scenario scenario = scenario_of(seed, messages);
        INFO("to play it again alone: FAULT_SEED=" << seed << " " << program_invocation_name << " 'random: *'\n"
                                                   << fault_names[static_cast<int>(scenario.fault)] << " at message "
                                                   << scenario.message << " among " << scenario.servers << " servers");
        const Play play(arena, program, scenario);
        const Clock::time_point start = Clock::now();
        play.check_outcomes(golden);
        require_golden(program, play.database(), golden);
        longest = std::max(longest, seconds_since(start));
        play.drop_database();
        ++progress.rounds;
        if (play.took_effect()) ++progress.effective;
        progress.time = Clock::now() - begin;
    }
    CHECK(progress.effective >= extent.least.effective);
    if (progress.rounds > 1) CHECK(progress.effective > progress.rounds / 2);
    tell({"random",
          "a cut, a lost answer, a terminated or cancelled statement, kill -9, SIGTERM, SIGSTOP, a black hole or a "
          "crash of the server, at a random message among one to four servers",
          "no false success; the next boot finishes alone",
          "no wrong outcome " + told(progress) + "; first seed " + std::to_string(extent.first_seed), progress.rounds,
          longest});
}
