// Session results tell how the story arc went on.
#include "migrator/revision/revision.hpp"

REVISION(b00462ad802f){
    .message = "Add story_arc_progress to session_results",
    .revises = {"40d98dfeea22"},
    .upgrade =
        [](Operations& op) {
            // Results of before tell of no progress. A constant default fills the rows without rewriting them.
            op.add_column("session_results", column("story_arc_progress", json()).not_null().server_default("'{}'"));
            op.alter_column("session_results", "story_arc_progress", change().drop_default().from_default("'{}'"));
        },
    .downgrade_loses = "story_arc_progress of every session result",
};
