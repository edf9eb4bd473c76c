// Tells the boot's progress to /readyz and to the log or the terminal.
#pragma once

#include <chrono>
#include <string>

#include "gestaloka_server/web/boot_status.hpp"
#include "migrator/migrator.hpp"

namespace gestaloka::boot {

/// How a boot is shown: on a terminal each step with a progress line, elsewhere one log line a step.
enum class Presentation { terminal, log };

/// A terminal when stderr is one and lines are text.
Presentation presentation_for_stderr(bool json);

class BootObserver : public migrator::Observer {
 public:
    /// `status` may be null: then nobody asks /readyz.
    BootObserver(web::BootStatus* status, Presentation presentation);

    void connecting() override;
    void connect_failed(const migrator::Error& error) override;
    void connected(const migrator::postgres::ServerFacts& facts) override;
    void waiting_for_lock(const migrator::postgres::OtherSession& holder, std::chrono::milliseconds waited) override;
    void planned(const migrator::Plan& plan) override;
    void step_starting(const migrator::PlannedStep& step, migrator::StepPosition position) override;
    void step_progress(const migrator::PlannedStep& step, const migrator::StepProgress& progress) override;
    void step_retrying(const migrator::PlannedStep& step, const migrator::Error& error, int attempt) override;
    void step_done(const migrator::AppliedStep& step, migrator::StepPosition position) override;
    void notice(const migrator::postgres::Notice& notice) override;
    void connection_lost(const migrator::Error& error) override;

 private:
    void show_progress(const std::string& line);
    void clear_progress();

    web::BootStatus* status_;
    Presentation presentation_;
    bool progress_shown_ = false;
    std::chrono::steady_clock::time_point next_progress_line_ = {};
};

}  // namespace gestaloka::boot
