// Tells the boot's progress to /readyz and to the log or the terminal.
#include "gestaloka_server/boot/boot_observer.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>

#include "migrator/support/duration.hpp"

namespace gestaloka::boot {

Presentation presentation_for_stderr(bool json) {
    return !json && ::isatty(STDERR_FILENO) != 0 ? Presentation::terminal : Presentation::log;
}

BootObserver::BootObserver(web::BootStatus* status, Presentation presentation)
    : status_(status), presentation_(presentation) {}

void BootObserver::connecting() {
    if (status_ != nullptr) status_->connecting();
}

void BootObserver::connect_failed(const migrator::Error& error) {
    clear_progress();
    spdlog::warn("the database does not answer yet: {}", migrator::summary(error));
}

void BootObserver::connected(const migrator::postgres::ServerFacts& facts) {
    spdlog::debug("connected to database {} as {}", facts.database, facts.role);
}

void BootObserver::waiting_for_lock(const migrator::postgres::OtherSession& holder, std::chrono::milliseconds waited) {
    const std::string who = holder.describe();
    if (status_ != nullptr) status_->waiting_for_lock(who);
    const std::string line =
        fmt::format("waiting {} for the migration lock, held by {}", migrator::format_duration(waited), who);
    if (presentation_ == Presentation::terminal)
        show_progress(line);
    else
        spdlog::info(line);
}

void BootObserver::planned(const migrator::Plan& plan) {
    clear_progress();
    if (!plan.warning.empty()) spdlog::warn("{}", plan.warning);
    const bool down = !plan.steps.empty() && plan.steps.front().direction == migrator::Direction::downgrade;
    spdlog::info("{} {} to {}", plan.steps.size(), plan.steps.size() == 1 ? "revision" : "revisions",
                 down ? "revert" : "apply");
}

void BootObserver::step_starting(const migrator::PlannedStep& step, migrator::StepPosition position) {
    if (status_ != nullptr)
        status_->migrating(static_cast<int>(position.number), static_cast<int>(position.count), step.revision->id,
                           step.revision->message);
    if (presentation_ != Presentation::terminal) return;
    constexpr std::size_t width = 24;
    const std::size_t filled = position.count == 0 ? 0 : (position.number - 1) * width / position.count;
    show_progress(fmt::format("[{:=<{}}{: <{}}] {}/{}  {}  {}", "", filled, "", width - filled, position.number,
                              position.count, step.revision->id, step.revision->message));
}

void BootObserver::step_progress(const migrator::PlannedStep& step, const migrator::StepProgress& progress) {
    const std::string line = migrator::describe(progress);
    if (status_ != nullptr) status_->progress(line);
    const bool is_terminal = presentation_ == Presentation::terminal;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_progress_line_) return;
    next_progress_line_ = now + (is_terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000));
    if (is_terminal)
        show_progress(fmt::format("{}  {}", step.revision->id, line));
    else
        spdlog::info("revision {}: {}", step.revision->id, line);
}

void BootObserver::step_retrying(const migrator::PlannedStep& step, const migrator::Error& error, int attempt) {
    clear_progress();
    spdlog::warn("revision {} was rolled back and is tried again (attempt {}): {}", step.revision->id, attempt + 1,
                 migrator::describe_retry(error));
}

void BootObserver::step_done(const migrator::AppliedStep& step, migrator::StepPosition position) {
    clear_progress();
    const std::string number = fmt::format("{}/{}", position.number, position.count);
    const char* verb = step.direction == migrator::Direction::downgrade ? "reverted"
                       : step.resolved                                  ? "applied (resolved)"
                                                                        : "applied";
    const std::string duration = migrator::format_duration(step.duration);
    if (presentation_ == Presentation::log) {
        spdlog::info("step {} {} {}: {} ({})", number, verb, step.revision, step.message, duration);
        return;
    }
    std::fputs(fmt::format("  {:>7}  {}  {:<68} {:>9}\n", number, step.revision, step.message, duration).c_str(),
               stderr);
}

void BootObserver::notice(const migrator::postgres::Notice& notice) {
    clear_progress();
    if (notice.severity == "WARNING")
        spdlog::warn("PostgreSQL: {}", notice.message);
    else
        spdlog::info("PostgreSQL: {}", notice.message);
}

void BootObserver::connection_lost(const migrator::Error& error) {
    clear_progress();
    spdlog::warn("{}; connecting again", migrator::describe_loss(error));
}

void BootObserver::show_progress(const std::string& line) {
    std::fputs(("\r\x1b[K" + line).c_str(), stderr);
    progress_shown_ = true;
}

void BootObserver::clear_progress() {
    if (!progress_shown_) return;
    std::fputs("\r\x1b[K", stderr);
    progress_shown_ = false;
}

}  // namespace gestaloka::boot
