// Which statement of a step ended the step's transaction, as far as the server's answers tell.
#pragma once

#include <string>
#include <vector>

#include "migrator/postgres/result_set.hpp"
#include "migrator/run/step_script.hpp"

namespace migrator {

/// `what` of a step ended the step's transaction.
Error torn(const std::string& what);

/// Looks at the answers to the raw SQL of a step. What C++ sends is not seen.
class StepEnding {
 public:
    void note(const ScriptPart& part, const std::vector<postgres::ResultSet>& results);

    /// True when a statement surely ended the transaction. ROLLBACK may be the one to a savepoint.
    bool is_certain() const { return is_certain_; }

    /// Names the statement and shows the SQL it stands in; where no answer tells, the C++ functions of the step.
    Error torn_by(const PlannedStep& step) const;

 private:
    const ScriptStatement* script_ = nullptr;
    std::size_t number_ = 0;  // of the statement in the script
    std::string tag_ = {};
    bool is_certain_ = false;
};

}  // namespace migrator
