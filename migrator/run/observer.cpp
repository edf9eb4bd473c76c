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

}  // namespace migrator
