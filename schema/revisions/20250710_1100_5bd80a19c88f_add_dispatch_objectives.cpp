// The objectives of dispatches that 4dce687c18a9 announced.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

Constraint objective_in(const char* labels) {
    return check(std::string("objective_type IN (") + labels + ")").named("ck_log_dispatches_objective_type");
}

}  // namespace

REVISION(5bd80a19c88f){
    .message = "Allow TRADE, MEMORY_PRESERVE and RESEARCH as objectives of dispatches",
    .revises = {"cf18b2c1cf50"},
    .upgrade =
        [](Operations& op) {
            op.drop_constraint("log_dispatches", objective_in("'EXPLORE', 'INTERACT', 'COLLECT', 'GUARD', 'FREE'"));
            op.add_constraint(
                "log_dispatches",
                objective_in(
                    "'EXPLORE', 'INTERACT', 'COLLECT', 'GUARD', 'FREE', 'TRADE', 'MEMORY_PRESERVE', 'RESEARCH'"));
        },
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the list only grows",
};
