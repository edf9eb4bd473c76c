// A session's story arc must exist.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

// story_arc_id was free text from bd0260bf1fd1 on. A value without a story arc is cleared, and kept as a row of
// action_logs of that session (response_content holds it), from where the downgrade takes it back.
constexpr const char* clear_dangling_story_arcs = R"sql(
LOCK TABLE game_sessions, story_arcs IN SHARE ROW EXCLUSIVE MODE;
DO $$
DECLARE
    cleared text[];
BEGIN
    WITH dangling AS (
        UPDATE game_sessions AS session
        SET story_arc_id = NULL
        FROM game_sessions AS former
        WHERE former.id = session.id
          AND NOT EXISTS (SELECT FROM story_arcs WHERE story_arcs.id = former.story_arc_id)
          AND former.story_arc_id IS NOT NULL
        RETURNING session.id, session.character_id, former.story_arc_id
    ), kept AS (
        INSERT INTO action_logs
            (id, session_id, character_id, action_type, action_content, response_content, created_at)
        SELECT gen_random_uuid(), id, character_id, 'revision 860dcd753031',
               'story_arc_id cleared: there is no such story arc', story_arc_id, now() AT TIME ZONE 'UTC'
        FROM dangling
        RETURNING session_id
    )
    SELECT array_agg(session_id ORDER BY session_id) INTO cleared FROM kept;
    IF cleared IS NOT NULL THEN
        RAISE WARNING 'story_arc_id of % game sessions named no story arc and went to action_logs; at most 20: %',
            cardinality(cleared), array_to_string(cleared[:20], ', ');
    END IF;
END $$
)sql";

constexpr const char* restore_dangling_story_arcs = R"sql(
WITH restored AS (
    UPDATE game_sessions
    SET story_arc_id = kept.response_content
    FROM action_logs AS kept
    WHERE kept.session_id = game_sessions.id
      AND kept.action_type = 'revision 860dcd753031'
      AND game_sessions.story_arc_id IS NULL
    RETURNING kept.id
)
DELETE FROM action_logs USING restored WHERE action_logs.id = restored.id
)sql";

}  // namespace

REVISION(860dcd753031){
    .message = "Add foreign key constraint to story_arc_id in game_sessions",
    .revises = {"b00462ad802f"},
    .upgrade =
        [](Operations& op) {
            op.execute(clear_dangling_story_arcs);
            op.add_constraint("game_sessions", foreign_key({"story_arc_id"}, "story_arcs", {"id"}));
        },
    .downgrade =
        [](Operations& op) {
            op.drop_constraint("game_sessions", "game_sessions_story_arc_id_fkey");
            op.execute(restore_dangling_story_arcs);
        },
};
