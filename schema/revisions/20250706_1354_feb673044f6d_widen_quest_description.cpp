// Quest descriptions may be 2500 characters long.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

constexpr const char* refuse_long_descriptions = R"sql(
DO $$
DECLARE
    longest text[] := ARRAY(
        SELECT format('%s (%s)', id, char_length(description))
        FROM quests
        WHERE char_length(description) > 500
        ORDER BY char_length(description) DESC, id
        LIMIT 20);
BEGIN
    IF cardinality(longest) > 0 THEN
        RAISE EXCEPTION 'descriptions of quests are longer than the 500 characters that the schema before allows'
            USING ERRCODE = 'string_data_right_truncation',
                  DETAIL = 'Quest ids and lengths, at most 20: ' || array_to_string(longest, ', '),
                  HINT = 'Shorten them and downgrade again.';
    END IF;
END $$
)sql";

}  // namespace

REVISION(feb673044f6d){
    .message = "Update quest description limit to 2500 chars",
    .revises = {"cb687f3e2cde"},
    .upgrade = [](Operations& op) { op.alter_column("quests", "description", change().type(varchar(2500))); },
    .downgrade =
        [](Operations& op) {
            op.execute(refuse_long_descriptions);
            op.alter_column("quests", "description", change().type(varchar(500)));
        },
};
