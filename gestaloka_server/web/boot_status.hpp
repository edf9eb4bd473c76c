// How far the boot is: written by the boot sequence, read by /readyz and /metrics.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace gestaloka::web {

enum class BootPhase { connecting, waiting_for_lock, migrating, starting, ready, failed };

/// Every phase, in the order in which a boot can pass through them.
inline constexpr BootPhase boot_phases[] = {BootPhase::connecting, BootPhase::waiting_for_lock,
                                            BootPhase::migrating,  BootPhase::starting,
                                            BootPhase::ready,      BootPhase::failed};

/// The name of `phase` in JSON and metrics, e.g. "waiting_for_lock".
const char* to_string(BootPhase phase);

/// The state of a boot at one moment. Strings are empty where there is nothing to say.
struct BootSnapshot {
    BootPhase phase = BootPhase::connecting;
    int step = 0;                                   ///< of the step under way, counted from 1; 0 when none is
    int step_count = 0;                             ///< steps that this boot applies
    std::string revision;                           ///< id of the step under way
    std::string message;                            ///< message of the step under way
    std::string progress;                           ///< how far the step under way is, where that can be told
    std::string lock_holder;                        ///< who holds the migration lock, while waiting for it
    std::string error;                              ///< why the boot failed
    std::chrono::steady_clock::duration elapsed{};  ///< since the boot started; stands still once ready or failed

    std::optional<int> applied_revisions;  ///< in the database; not set until the history was read
    std::string head_revision;             ///< newest revision applied in the database
    std::optional<std::chrono::duration<double>> last_migration;  ///< how long the migration of this boot took
};

/// Thread-safe. The texts are shown to whoever can reach the port: the caller gives no secret.
class BootStatus {
 public:
    /// The boot starts now, in phase `connecting`.
    BootStatus();

    void connecting();
    void waiting_for_lock(std::string holder);
    /// `step` counts from 1.
    void migrating(int step, int step_count, std::string revision, std::string message);
    /// Of the step under way.
    void progress(std::string text);
    void starting();
    void ready();
    void failed(std::string error);

    /// What the history in the database says; call it again after each applied step.
    void history(int applied_revisions, std::string head_revision);
    void migrated_in(std::chrono::duration<double> duration);

    BootSnapshot snapshot() const;

 private:
    void enter(BootPhase phase);

    mutable std::mutex mutex_;
    BootSnapshot current_;
    std::chrono::steady_clock::time_point started_at_;
    std::optional<std::chrono::steady_clock::time_point> ended_at_;
};

}  // namespace gestaloka::web
