// Waiting for the migration lock by polling.
#include "migrator/run/locked.hpp"

#include <algorithm>
#include <random>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;

postgres::LockKey key_of(const RunOptions& options) {
    return postgres::migration_lock_key(options.history.name.schema, options.history.name.name);
}

Error still_held_by(const postgres::OtherSession& holder) {
    const std::string words = "another migrator still holds the migration lock: ";
    if (!holder.is_there())
        return Error(ErrorKind::lock_timeout, words + "it changes hands")
            .hint("wait for it, or raise the lock timeout");
    return Error(ErrorKind::lock_timeout, words + holder.describe())
        .hint("wait for it, raise the lock timeout, or end it: " + holder.way_out());
}

}  // namespace

Result<void> wait_for_lock(postgres::Session& session, const RunOptions& options, Observer& observer,
                           const std::function<Result<bool>()>& take) {
    const postgres::LockKey key = key_of(options);
    const Clock::time_point start = Clock::now();
    Clock::time_point next_report = start;
    static const Interrupt never;
    const Interrupt& interrupt = options.interrupt != nullptr ? *options.interrupt : never;
    std::minstd_rand random{std::random_device{}()};
    constexpr auto report_interval = std::chrono::seconds(1);
    constexpr int longest_pause = 200;
    postgres::OtherSession holder;
    for (int pause = 10;; pause = std::min(longest_pause, pause * 2)) {
        TRY(const bool acquired, take());
        if (acquired) return success();
        const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
        const bool too_long = waited >= options.lock_timeout;
        if (too_long || Clock::now() >= next_report) {
            TRY(postgres::OtherSession found, postgres::find_lock_holder(session, key));
            holder = std::move(found);
            next_report = Clock::now() + report_interval;
            if (holder.is_there()) observer.waiting_for_lock(holder, waited);
        }
        if (too_long) return failure(still_held_by(holder));
        const long long left = (options.lock_timeout - waited).count();
        const int wait = std::uniform_int_distribution<int>(pause / 2, pause)(random);
        if (interrupt.wait_for(static_cast<int>(std::min<long long>(wait, left))))
            return failure(ErrorKind::interrupted, "stopped while waiting for the migration lock");
    }
}

Result<void> require_writable(const OpenDatabase& database) {
    if (database.facts.in_recovery)
        return failure(Error(ErrorKind::privilege, "the server is a standby and cannot be written to")
                           .hint("name the primary, or several hosts: the one that can be written to is chosen"));
    if (database.facts.read_only)
        return failure(Error(ErrorKind::privilege, "the session is read-only (default_transaction_read_only is on)")
                           .hint("ALTER ROLE or ALTER DATABASE … RESET default_transaction_read_only"));
    return success();
}

Result<void> lock_database(OpenDatabase& database, const RunOptions& options, Observer& observer) {
    if (database.facts.behind_pooler)
        return failure(
            Error(ErrorKind::usage, "the connection goes through a pooler that changes servers between transactions")
                .hint("give the migrator a direct URL: a session lock does not hold behind such a pooler"));
    TRYV(wait_for_lock(database.session, options, observer,
                       [&] { return postgres::try_lock(database.session, key_of(options)); }));
    TRY(postgres::ServerFacts facts, postgres::pin_session(database.session, options.session,
                                                           options.history.name.schema, options.history.name.name));
    database.facts = std::move(facts);
    return success();
}

Result<void> run_locked(const RunOptions& options, Observer& observer,
                        const std::function<Result<void>(OpenDatabase&, const History&)>& work) {
    TRY(OpenDatabase database, open_database(options, observer));
    TRYV(require_writable(database));
    TRYV(lock_database(database, options, observer));
    TRY(const History history, current_history(database, options.history));
    TRYV(work(database, history));
    TRYV(postgres::unlock(database.session, key_of(options)));
    return success();
}

}  // namespace migrator
