// The first revision of the tavern.
#include "migrator/revision/revision.hpp"

REVISION(aaaa00000001){
    .message = "Add guests",
    .upgrade =
        [](Operations& op) {
            op.create_table("guests",
                            {
                                column("id", bigint()).identity_always(),
                                column("name", varchar(100)).not_null(),
                                column("arrived_at", timestamptz()).not_null().server_default("now()"),
                            },
                            {primary_key({"id"})});
            op.create_index("ix_guests_name", "guests", {"name"});
        },
};
