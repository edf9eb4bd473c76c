// The one foreign key that 860dcd753031 left to PostgreSQL to name gets a name like the others of game_sessions.
#include "migrator/revision/revision.hpp"

REVISION(ddaf5fd5014d){
    .message = "Name the foreign key of game_sessions.story_arc_id",
    .revises = {"da804757e377"},
    .upgrade =
        [](Operations& op) {
            op.rename_constraint("game_sessions", "game_sessions_story_arc_id_fkey", "fk_game_sessions_story_arc_id");
        },
};
