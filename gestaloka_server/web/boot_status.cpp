// How far the boot is.
#include "gestaloka_server/web/boot_status.hpp"

#include <utility>

namespace gestaloka::web {

using Clock = std::chrono::steady_clock;

const char* to_string(BootPhase phase) {
    switch (phase) {
        case BootPhase::connecting:
            return "connecting";
        case BootPhase::waiting_for_lock:
            return "waiting_for_lock";
        case BootPhase::migrating:
            return "migrating";
        case BootPhase::starting:
            return "starting";
        case BootPhase::ready:
            return "ready";
        case BootPhase::failed:
            return "failed";
    }
    return "failed";
}

BootStatus::BootStatus() : started_at_(Clock::now()) {}

void BootStatus::connecting() {
    const std::lock_guard lock(mutex_);
    enter(BootPhase::connecting);
}

void BootStatus::waiting_for_lock(std::string holder) {
    const std::lock_guard lock(mutex_);
    enter(BootPhase::waiting_for_lock);
    current_.lock_holder = std::move(holder);
}

void BootStatus::migrating(int step, int step_count, std::string revision, std::string message) {
    const std::lock_guard lock(mutex_);
    enter(BootPhase::migrating);
    current_.step = step;
    current_.step_count = step_count;
    current_.revision = std::move(revision);
    current_.message = std::move(message);
}

void BootStatus::progress(std::string text) {
    const std::lock_guard lock(mutex_);
    current_.progress = std::move(text);
}

void BootStatus::starting() {
    const std::lock_guard lock(mutex_);
    enter(BootPhase::starting);
}

void BootStatus::ready() {
    const std::lock_guard lock(mutex_);
    enter(BootPhase::ready);
    ended_at_ = Clock::now();
}

void BootStatus::failed(std::string error) {
    const std::lock_guard lock(mutex_);
    // Step and revision stay: they say where it failed.
    current_.phase = BootPhase::failed;
    current_.lock_holder.clear();
    current_.error = std::move(error);
    ended_at_ = Clock::now();
}

void BootStatus::history(int applied_revisions, std::string head_revision) {
    const std::lock_guard lock(mutex_);
    current_.applied_revisions = applied_revisions;
    current_.head_revision = std::move(head_revision);
}

void BootStatus::migrated_in(std::chrono::duration<double> duration) {
    const std::lock_guard lock(mutex_);
    current_.last_migration = duration;
}

BootSnapshot BootStatus::snapshot() const {
    const std::lock_guard lock(mutex_);
    BootSnapshot snapshot = current_;
    snapshot.elapsed = ended_at_.value_or(Clock::now()) - started_at_;
    return snapshot;
}

void BootStatus::enter(BootPhase phase) {
    current_.phase = phase;
    current_.step = 0;
    current_.step_count = 0;
    current_.revision.clear();
    current_.message.clear();
    current_.progress.clear();
    current_.lock_holder.clear();
    current_.error.clear();
    ended_at_.reset();
}

}  // namespace gestaloka::web
