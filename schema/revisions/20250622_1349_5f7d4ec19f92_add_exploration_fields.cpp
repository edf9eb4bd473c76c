// A log fragment can be found by exploring, outside of any session.
#include "migrator/revision/revision.hpp"

REVISION(5f7d4ec19f92){
    .message = "add exploration fields to log fragments",
    .revises = {"548c7fd6bf43"},
    .upgrade =
        [](Operations& op) {
            op.add_column("log_fragments", column("keyword", varchar()));
            op.add_column("log_fragments", column("backstory", varchar()));
            op.add_column("log_fragments", column("discovered_at", varchar()));
            op.add_column("log_fragments", column("source_action", varchar()));
            op.alter_column("log_fragments", "session_id", change().drop_not_null());
        },
    .downgrade_loses = "keyword, backstory, discovered_at and source_action of every log fragment",
};
