// The words of a failed step.
#include "migrator/run/step_failure.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <random>
#include <typeinfo>

#include "migrator/ddl/object_statements.hpp"
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

namespace {

// The columns of a key stand in the detail as they are, whatever the server's language and the constraint's name.
bool is_taken(const Error& error, const std::string& column) {
    return error.details().sqlstate == "23505" &&
           error.details().detail.find("(" + column + ")=(") != std::string::npos;
}

Error sequence_behind(Error error, const HistoryTable& table) {
    error.become(ErrorKind::diverged);
    error.within("the history's sequence stands behind its rows");
    return std::move(error.hint("it was rolled back; set the sequence behind the last row, then run again: " +
                                sync_sequence_statement({table.name, "sequence"})));
}

}  // namespace

Error explain_lost_lock(Error error) {
    const bool is_about_lock = error.details().message.find("backend_pid") != std::string::npos;
    if (error.details().sqlstate == "23502" && is_about_lock) return lock_lost("this session no longer holds it");
    return error;
}

Error explain_own(Error error, const HistoryTable& table) {
    if (is_taken(error, "sequence")) return sequence_behind(std::move(error), table);
    if (is_taken(error, "revision")) return lock_lost("another migrator recorded the same step");
    return explain_lost_lock(std::move(error));
}

Error with_advice(Error error) {
    const std::string& sqlstate = error.details().sqlstate;
    // The server's hint is in its language, the setting's name is not. Without it memory itself is short.
    const bool lacks_locks = error.details().hint.find("max_locks_per_transaction") != std::string::npos;
    if (sqlstate == "53200" && lacks_locks)
        error.hint(
            "the step locks more tables at once than the server has room for: split the step into several, each has a "
            "transaction of its own, or raise max_locks_per_transaction and restart the server");
    if (sqlstate == "53100") error.hint("free space on the server's disk, then run again");
    if (sqlstate == "22P05")
        error.hint(
            "the database's encoding has no such character: keep it out of the step, or move to a database with "
            "ENCODING 'UTF8'");
    if (sqlstate == "55P04") error.hint("a new label can be used when its transaction has committed: split the step");
    if (sqlstate == "55006") error.hint("what the transaction still uses cannot be changed in it: split the step");
    if (sqlstate == "25001")
        error.hint("the statement runs outside a transaction only: give it to execute_outside_transaction");
    return error;
}

namespace {

std::string listed(const std::string& heading, const std::vector<postgres::OtherSession>& sessions) {
    std::string list = heading;
    for (const postgres::OtherSession& session : sessions)
        list += "\n" + session.describe() + (session.query.empty() ? "" : ": " + session.query);
    return list;
}

}  // namespace

Error with_blockers(Error error, const std::vector<postgres::OtherSession>& blockers) {
    if (blockers.empty()) return error;
    std::string ways_out;
    for (const postgres::OtherSession& blocker : blockers)
        ways_out += (ways_out.empty() ? "" : "; ") + blocker.way_out();
    return std::move(
        error.detail(listed("blocked by:", blockers)).hint("end what blocks the step, then run again: " + ways_out));
}

Error with_suspects(Error error, const std::string& heading, const std::vector<postgres::OtherSession>& suspects) {
    if (suspects.empty()) return error;
    return std::move(error.detail(listed(heading, suspects))
                         .hint("end the one that blocks the step (pg_terminate_backend(pid), ROLLBACK PREPARED), "
                               "then run again"));
}

std::string describe_exception() {
    std::string type;
    if (const std::type_info* info = abi::__cxa_current_exception_type(); info != nullptr) {
        int status = 0;
        const std::unique_ptr<char, decltype(&std::free)> name(
            abi::__cxa_demangle(info->name(), nullptr, nullptr, &status), &std::free);
        type = name ? name.get() : info->name();
    }
    try {
        throw;
    } catch (const std::exception& exception) {
        return "C++ exception " + type + ": " + exception.what();
    } catch (...) {
        return "C++ exception of " + (type.empty() ? "unknown type" : "type " + type);
    }
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
