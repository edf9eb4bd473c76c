// A program that migrates by one of the made-up chains: `fault_chain CHAIN [NAME=VALUE …]`. It prints one line an
// event. `fault_chain clock` prints what time it believes it is.
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <iostream>
#include <map>

#include "migrator/run/migrate.hpp"
#include "migrator/run/repair.hpp"
#include "migrator/support/duration.hpp"
#include "revisions.hpp"

using namespace migrator;

namespace {

Interrupt* interrupt = nullptr;

extern "C" void on_signal(int) {
    if (interrupt->requested()) ::_exit(exit_code(ErrorKind::interrupted));
    interrupt->request();
}

class Printer : public Observer {
 public:
    void connect_failed(const Error& error) override { say("connect failed: " + summary(error)); }
    void waiting_for_lock(const postgres::OtherSession& holder, std::chrono::milliseconds) override {
        say("waiting for lock: " + holder.describe());
    }
    void step_starting(const PlannedStep& step, StepPosition) override { say("starting " + step.revision->id); }
    void step_progress(const PlannedStep&, const StepProgress& progress) override {
        say("progress: " + describe(progress) + ", after " + std::to_string(progress.elapsed.count()) + " ms");
    }
    void step_retrying(const PlannedStep& step, const Error& error, int) override {
        say("retrying " + step.revision->id + ": " + describe_retry(error));
    }
    void step_done(const AppliedStep& step, StepPosition) override {
        say(std::string(step.direction == Direction::upgrade ? "applied " : "reverted ") + step.revision +
            (step.resolved ? " (resolved)" : ""));
    }
    void connection_lost(const Error& error) override { say("connection lost: " + describe_loss(error)); }

 private:
    static void say(const std::string& line) { std::cout << line << std::endl; }
};

std::chrono::milliseconds duration_of(const std::string& text) {
    return parse_duration(text).assume_value();
}

RunOptions options_of(const std::map<std::string, std::string>& given) {
    RunOptions options;
    options.application = "fault_chain";
    options.application_version = "1";
    options.lock_timeout = std::chrono::seconds(30);
    options.backfill.batch_time = std::chrono::milliseconds(1);
    for (const auto& [name, value] : given) {
        if (name == "application") options.application = value;
        if (name == "database") options.database = value;
        if (name == "direct-database") options.direct_database = value;
        if (name == "connect-timeout") options.connect_timeout = duration_of(value);
        if (name == "lock-timeout") options.lock_timeout = duration_of(value);
        if (name == "lock-attempt") options.session.lock_attempt = duration_of(value);
        if (name == "network-timeout") options.network_timeout = duration_of(value);
        if (name == "statement-timeout") options.session.statement_timeout = duration_of(value);
        if (name == "idle-timeout") options.session.idle_in_transaction_timeout = duration_of(value);
    }
    return options;
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count > 1 && std::string(arguments[1]) == "clock") {
        std::cout << std::time(nullptr) << std::endl;
        return 0;
    }
    std::map<std::string, std::string> given;
    for (int i = 2; i < argument_count; ++i) {
        const std::string argument = arguments[i];
        const std::size_t sign = argument.find('=');
        if (sign != std::string::npos) given[argument.substr(0, sign)] = argument.substr(sign + 1);
    }
    Interrupt stop;
    interrupt = &stop;
    ::signal(SIGTERM, on_signal);
    ::signal(SIGINT, on_signal);
    ::signal(SIGPIPE, SIG_IGN);

    RunOptions options = options_of(given);
    options.interrupt = &stop;
    auto registry = Registry::create(gestaloka::faults::chain_named(argument_count > 1 ? arguments[1] : ""));
    if (!registry.has_value() || registry.assume_value().revisions().empty()) return exit_code(ErrorKind::usage);
    Printer printer;
    if (given.count("mark-applied") != 0) {
        const Repair decision{RepairAction::mark_applied, given["mark-applied"]};
        const auto repaired = repair(options, registry.assume_value(), decision, printer);
        return repaired.has_value() ? 0 : exit_code(repaired.assume_error().kind());
    }
    RunReport report;
    const std::string target = given.count("target") != 0 ? given["target"] : "head";
    const bool is_downgrade = given.count("downgrade") != 0;
    const auto outcome = is_downgrade ? downgrade(options, registry.assume_value(), given["downgrade"], printer, report)
                                      : upgrade(options, registry.assume_value(), target, printer, report);
    if (outcome.has_value()) return 0;
    std::cout << "error: " << full_text(outcome.assume_error()) << std::endl;
    return exit_code(outcome.assume_error().kind());
}
