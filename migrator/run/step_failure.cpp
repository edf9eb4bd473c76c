// The words of a failed step.
#include "migrator/run/step_failure.hpp"

#include <algorithm>
#include <random>

#include "migrator/operation/checksum.hpp"

namespace migrator {

std::string place_of(const PlannedStep& step, std::size_t operation) {
    return "operation " + std::to_string(operation) + " of " + std::to_string(step.operations.size()) + " (" +
           operation_name(step.operations[operation - 1]) + ")";
}

Error lock_lost(const std::string& how) {
    return Error(ErrorKind::lock_lost, "the migration lock was lost: " + how)
        .hint("the step was rolled back; run again, and keep pg_advisory_unlock_all and DISCARD ALL out of steps");
}

Error explain_own(Error error) {
    const std::string& sqlstate = error.details().sqlstate;
    const bool is_about_lock = error.details().message.find("backend_pid") != std::string::npos;
    if (sqlstate == "23502" && is_about_lock) return lock_lost("this session no longer holds it");
    if (sqlstate == "23505") return lock_lost("another migrator recorded the same step");
    return error;
}

bool back_off(const Interrupt* interrupt, int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    constexpr int longest = 1000;
    const int base = std::min(longest, 25 << std::min(attempt, 6));
    const int wait = std::uniform_int_distribution<int>(base / 2, base)(random);
    static const Interrupt never;
    return (interrupt != nullptr ? *interrupt : never).wait_for(wait);
}

}  // namespace migrator
