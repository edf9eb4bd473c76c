// Log fragments may be MIXED.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

Constraint valence_in(const char* labels) {
    return check(std::string("emotional_valence IN (") + labels + ")").named("ck_log_fragments_emotional_valence");
}

}  // namespace

REVISION(06aafb457714){
    .message = "add mixed emotional valence",
    .revises = {"5f7d4ec19f92"},
    .upgrade =
        [](Operations& op) {
            op.drop_constraint("log_fragments", valence_in("'POSITIVE', 'NEGATIVE', 'NEUTRAL'"));
            op.add_constraint("log_fragments", valence_in("'POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'"));
        },
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the list only grows",
};
