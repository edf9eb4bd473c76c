// What went wrong, as a value: a kind that the caller can act on, and everything that an operator needs to read.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace migrator {

/// What the caller can do about an error. Each kind has one exit code (`exit_code`).
enum class ErrorKind {
    usage,           ///< wrong option, unknown revision, invalid chain of revisions: change the call or the build
    pending,         ///< something is left to apply, or drift was found, and the caller asked only to check
    step_failed,     ///< a step failed; it was rolled back and nothing of it remains
    lock_timeout,    ///< another session held a lock for longer than allowed; nothing changed
    ahead,           ///< the database holds breaking revisions that this binary does not know
    diverged,        ///< the history does not match the compiled-in revisions (edited, deleted, out of order)
    torn,            ///< a step was recorded as started and never finished: a human has to look
    unavailable,     ///< no connection to the database, or the connection was lost and not regained in time
    privilege,       ///< the role lacks a right, or the target is read-only
    interrupted,     ///< stopped by a signal
    lock_lost,       ///< the migration lock was taken away while a step ran; the step was rolled back
    commit_unknown,  ///< the connection was lost during COMMIT and the outcome could not be found out
    internal,        ///< a defect of the migrator
};

/// The process exit code that stands for `kind`; the table is in docs/exit_codes.md.
int exit_code(ErrorKind kind);

/// The name of `kind` in logs and JSON, e.g. "step_failed".
const char* to_string(ErrorKind kind);

/// The parts of an error. Strings are empty where there is nothing to say.
struct ErrorDetails {
    ErrorKind kind = ErrorKind::internal;
    std::string message;               ///< one sentence, without a final stop
    std::string sqlstate;              ///< five characters from the server
    std::string statement;             ///< the SQL that failed
    int position = 0;                  ///< 1-based character in `statement`; 0 when unknown
    int statement_number = 0;          ///< 1-based place of the statement in the message sent; 0 when unknown
    std::string detail;                ///< the server's DETAIL
    std::string hint;                  ///< how to go on
    std::vector<std::string> context;  ///< where, innermost first: "statement 1 of 2", "revision 2bbcec8822fa"
};

/// An error. Movable, one pointer wide, so that a `Result` stays small.
class Error {
 public:
    Error();
    Error(ErrorKind kind, std::string message);

    Error& sqlstate(std::string value) &;
    Error& statement(std::string sql, int position = 0) &;
    Error& statement_number(int number) &;
    Error& detail(std::string value) &;
    Error& hint(std::string value) &;
    /// Adds an outer place to the path of the error.
    Error& within(std::string place) &;

    Error&& sqlstate(std::string value) && { return std::move(sqlstate(std::move(value))); }
    Error&& statement(std::string sql, int position = 0) && { return std::move(statement(std::move(sql), position)); }
    Error&& statement_number(int number) && { return std::move(statement_number(number)); }
    Error&& detail(std::string value) && { return std::move(detail(std::move(value))); }
    Error&& hint(std::string value) && { return std::move(hint(std::move(value))); }
    Error&& within(std::string place) && { return std::move(within(std::move(place))); }

    ErrorKind kind() const { return details_->kind; }
    /// The same error, told as another kind.
    Error& become(ErrorKind kind) &;
    Error&& become(ErrorKind kind) && { return std::move(become(kind)); }
    const ErrorDetails& details() const { return *details_; }
    Error clone() const;

 private:
    std::unique_ptr<ErrorDetails> details_;
};

/// The error as one line: outer place first, then the message, then the SQLSTATE.
/// `revision 2bbcec8822fa: statement 1 of 2: column "energy" does not exist (42703)`
std::string summary(const Error& error);

/// The summary followed by the detail, the statement with the place marked, and the hint, each on its own lines.
std::string full_text(const Error& error);

}  // namespace migrator
