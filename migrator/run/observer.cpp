// Progress in words.
#include "migrator/run/observer.hpp"

#include <algorithm>

#include "migrator/support/duration.hpp"

namespace migrator {

namespace {

std::string on_one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return text;
}

}  // namespace

std::string describe(const StepProgress& progress) {
    std::string text = progress.phase;
    if (progress.total > 0)
        text += ": " + std::to_string(progress.done) + " of " + std::to_string(progress.total) + " " + progress.unit +
                " (" + std::to_string(progress.done * 100 / progress.total) + " %)";
    if (progress.left && progress.done < progress.total) text += ", " + format_duration(*progress.left) + " left";
    const char* separator = text.empty() ? "waiting for " : ", waiting for ";
    for (const postgres::OtherSession& blocker : progress.blockers) {
        text += separator + blocker.describe() + (blocker.query.empty() ? "" : ": " + on_one_line(blocker.query));
        separator = " and ";
    }
    return text;
}

std::string describe_retry(const Error& error) {
    const bool tells_blockers = error.kind() == ErrorKind::lock_timeout && !error.details().detail.empty();
    return summary(error) + (tells_blockers ? "; " + on_one_line(error.details().detail) : "");
}

std::string describe_loss(const Error& error) {
    constexpr std::size_t longest = 120;
    const std::string statement = on_one_line(error.details().statement);
    if (statement.empty()) return summary(error);
    std::size_t end = std::min(statement.size(), longest);
    while (end < statement.size() && (static_cast<unsigned char>(statement[end]) & 0xC0) == 0x80)
        --end;
    return summary(error) + "; statement: " + statement.substr(0, end) + (end < statement.size() ? " ..." : "");
}

}  // namespace migrator
