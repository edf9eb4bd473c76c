// The rarities of log fragments that memory inheritance writes.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

Constraint rarity_in(const char* labels) {
    return check(std::string("rarity IN (") + labels + ")").named("ck_log_fragments_rarity");
}

}  // namespace

REVISION(da804757e377){
    .message = "Allow UNIQUE and ARCHITECT as rarities of log fragments",
    .revises = {"5bd80a19c88f"},
    .upgrade =
        [](Operations& op) {
            op.drop_constraint("log_fragments", rarity_in("'COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY'"));
            op.add_constraint("log_fragments",
                              rarity_in("'COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY', 'UNIQUE', 'ARCHITECT'"));
        },
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the list only grows",
};
