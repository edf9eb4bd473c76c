// encounter_stories.story_arc_type becomes text and keeps its values; the Alembic revision dropped the column with its
// type.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

constexpr const char* refuse_unknown_types = R"sql(
DO $$
DECLARE
    unknown text[] := ARRAY(
        SELECT format('%s (%s)', id, story_arc_type)
        FROM encounter_stories
        WHERE story_arc_type <> ALL (enum_range(NULL::storyarctype)::text[])
        ORDER BY id
        LIMIT 20);
BEGIN
    IF cardinality(unknown) > 0 THEN
        RAISE EXCEPTION 'encounter_stories holds values of story_arc_type that are no label of the type storyarctype'
            USING ERRCODE = 'invalid_text_representation',
                  DETAIL = 'Stories, at most 20: ' || array_to_string(unknown, ', '),
                  HINT = format('Give them one of %s and downgrade again.',
                                array_to_string(enum_range(NULL::storyarctype), ', '));
    END IF;
END $$
)sql";

}  // namespace

REVISION(b9b93fc3808e){
    .message = "Fix story arc types to use VARCHAR instead of ENUM",
    .revises = {"860dcd753031"},
    .upgrade =
        [](Operations& op) {
            op.alter_column("encounter_stories", "story_arc_type", change().type(varchar(50), "story_arc_type::text"));
            op.drop_enum("storyarctype");
        },
    .downgrade =
        [](Operations& op) {
            op.create_enum("storyarctype", {"QUEST_CHAIN", "RIVALRY", "ALLIANCE", "MENTORSHIP", "ROMANCE", "MYSTERY",
                                            "CONFLICT", "COLLABORATION"});
            op.execute(refuse_unknown_types);
            op.alter_column("encounter_stories", "story_arc_type",
                            change().type(named_type("storyarctype"), "story_arc_type::storyarctype"));
        },
};
