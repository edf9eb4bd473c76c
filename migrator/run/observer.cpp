// Progress in words.
#include "migrator/run/observer.hpp"

#include "migrator/support/duration.hpp"

namespace migrator {

std::string describe(const StepProgress& progress) {
    std::string text = progress.phase;
    if (progress.total > 0)
        text += ": " + std::to_string(progress.done) + " of " + std::to_string(progress.total) + " " + progress.unit +
                " (" + std::to_string(progress.done * 100 / progress.total) + " %)";
    if (progress.left && progress.done < progress.total) text += ", " + format_duration(*progress.left) + " left";
    const char* separator = text.empty() ? "waiting for " : ", waiting for ";
    for (const postgres::OtherSession& blocker : progress.blockers) {
        text += separator + blocker.describe();
        separator = " and ";
    }
    return text;
}

}  // namespace migrator
