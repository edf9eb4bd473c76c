// The second revision of the tavern.
#include "migrator/revision/revision.hpp"

REVISION(aaaa00000002){
    .message = "Add the mood of guests",
    .revises = {"aaaa00000001"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("mood", {"happy", "grumpy"});
            op.add_column("guests", column("mood", named_type("mood")).not_null().server_default("'happy'"));
        },
};
