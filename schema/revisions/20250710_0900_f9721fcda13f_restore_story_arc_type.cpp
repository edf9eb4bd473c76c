// A database that Alembic brought to b9b93fc3808e lost encounter_stories.story_arc_type; here it comes back.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

// Every other database has the column, and nothing changes. Which type a story had is lost for good: 'UNKNOWN' says so.
constexpr const char* restore_story_arc_type = R"sql(
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_attribute
               WHERE attrelid = 'encounter_stories'::regclass AND attname = 'story_arc_type' AND NOT attisdropped) THEN
        RETURN;
    END IF;
    ALTER TABLE encounter_stories ADD COLUMN story_arc_type character varying(50) DEFAULT 'UNKNOWN' NOT NULL;
    ALTER TABLE encounter_stories ALTER COLUMN story_arc_type DROP DEFAULT;
    RAISE WARNING 'encounter_stories.story_arc_type was lost before; it is UNKNOWN for % stories',
        (SELECT count(*) FROM encounter_stories);
END $$
)sql";

}  // namespace

REVISION(f9721fcda13f){
    .message = "Restore encounter_stories.story_arc_type where it was lost",
    .revises = {"b9b93fc3808e"},
    .upgrade = [](Operations& op) { op.execute(restore_story_arc_type); },
    // The column stays: the chain before has it too, and only an adopted database lacked it.
    .downgrade = [](Operations&) {},
    .compatibility = Compatibility::additive,
    .compatibility_reason = "at most a column comes back that servers of before write anyway",
};
