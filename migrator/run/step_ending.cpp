// Reading command tags.
#include "migrator/run/step_ending.hpp"

#include "migrator/run/step_failure.hpp"

namespace migrator {

Error torn(const std::string& what) {
    return Error(ErrorKind::torn, what + " ended the step's transaction; what ran before that point is committed")
        .hint(
            "take COMMIT, ROLLBACK and PREPARE TRANSACTION out of the step, compare the database with what the step "
            "should have made, then settle it: migrate repair");
}

void StepEnding::note(const ScriptPart& part, const std::vector<postgres::ResultSet>& results) {
    const bool is_raw_sql = part.statements.size() == 1 && part.statements.front().operation != 0;
    if (!is_raw_sql) return;
    for (std::size_t i = 0; i < results.size() && !is_certain_; ++i) {
        const std::string tag(results[i].command_tag());
        const bool is_certain = tag == "COMMIT" || tag == "PREPARE TRANSACTION";
        if (!is_certain && tag != "ROLLBACK") continue;
        script_ = &part.statements.front();
        number_ = i + 1;
        tag_ = tag;
        is_certain_ = is_certain;
    }
}

Error StepEnding::torn_by(const PlannedStep& step) const {
    std::string who;
    if (script_ != nullptr)
        who = place_of(step, script_->operation) + ": statement " + std::to_string(number_) + " (" + tag_ + ")";
    for (std::size_t i = 0; i < step.operations.size() && !is_certain_; ++i)
        if (std::holds_alternative<RunFunction>(step.operations[i]))
            who += (who.empty() ? "" : " or ") + place_of(step, i + 1);
    Error error = torn(who.empty() ? "a statement of the step" : who);
    if (script_ != nullptr) error.statement(script_->sql);
    return error;
}

}  // namespace migrator
