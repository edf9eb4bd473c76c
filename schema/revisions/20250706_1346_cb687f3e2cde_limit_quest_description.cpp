// Quest descriptions are limited to 500 characters, and a quest needs no title.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

constexpr const char* refuse_long_descriptions = R"sql(
DO $$
DECLARE
    too_long bigint := (SELECT count(*) FROM quests WHERE char_length(description) > 500);
    longest text[] := ARRAY(
        SELECT format('%s (%s)', id, char_length(description))
        FROM quests
        WHERE char_length(description) > 500
        ORDER BY char_length(description) DESC, id
        LIMIT 20);
BEGIN
    IF too_long > 0 THEN
        RAISE EXCEPTION 'descriptions of % quests are longer than 500 characters', too_long
            USING ERRCODE = 'string_data_right_truncation',
                  DETAIL = 'Quest ids and lengths, the longest first: ' || array_to_string(longest, ', '),
                  HINT = 'Shorten them and upgrade again; revision feb673044f6d, the next one, allows 2500 characters.';
    END IF;
END $$
)sql";

}  // namespace

REVISION(cb687f3e2cde){
    .message = "Add character limits to quest title/description fields",
    .revises = {"cc266dcfc3c1"},
    .upgrade =
        [](Operations& op) {
            op.execute("LOCK TABLE quests IN ACCESS EXCLUSIVE MODE");
            op.execute(refuse_long_descriptions);
            op.alter_column("quests", "description", change().type(varchar(500)));
            op.alter_column("quests", "title", change().drop_not_null());
        },
    .downgrade =
        [](Operations& op) {
            op.alter_column("quests", "title", change().set_not_null());
            op.alter_column("quests", "description", change().type(text()));
        },
};
