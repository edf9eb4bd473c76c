// Contracts gave way to dispatches. The type logcontractstatus stays until e92cb302bed3.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

// The purpose of this revision is to give these rows up, but not without a word.
constexpr const char* report_removed_contracts = R"sql(
DO $$
DECLARE
    contracts bigint := (SELECT count(*) FROM log_contracts);
BEGIN
    IF contracts > 0 THEN
        RAISE WARNING '% rows of log_contracts are removed with their table', contracts;
    END IF;
END $$
)sql";

void create_log_contracts(Operations& op) {
    op.create_table("log_contracts",
                    {
                        column("id", varchar()).not_null(),
                        column("completed_log_id", varchar()).not_null(),
                        column("creator_id", varchar()).not_null(),
                        column("host_character_id", varchar()),
                        column("activity_duration_hours", integer()).not_null(),
                        column("behavior_guidelines", varchar()).not_null(),
                        column("reward_conditions", json()),
                        column("rewards", json()),
                        column("is_public", boolean()).not_null(),
                        column("price", integer()),
                        column("status", named_type("logcontractstatus")).not_null(),
                        column("activity_logs", json()),
                        column("performance_score", double_precision()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("activated_at", timestamp()),
                        column("completed_at", timestamp()),
                        column("expires_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"completed_log_id"}, "completed_logs", {"id"}),
                        foreign_key({"creator_id"}, "characters", {"id"}),
                        foreign_key({"host_character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_log_contracts_completed_log_id", "log_contracts", {"completed_log_id"});
    op.create_index("ix_log_contracts_creator_id", "log_contracts", {"creator_id"});
    op.create_index("ix_log_contracts_host_character_id", "log_contracts", {"host_character_id"});
}

}  // namespace

REVISION(e7df83f16da7){
    .message = "Remove LogContract model and table",
    .revises = {"827abea3f8da"},
    .upgrade =
        [](Operations& op) {
            op.execute("LOCK TABLE log_contracts IN ACCESS EXCLUSIVE MODE");
            op.execute(report_removed_contracts);
            op.drop_table("log_contracts");
        },
    .downgrade = [](Operations& op) { create_log_contracts(op); },
    .downgrade_loses = "nothing more: the table comes back empty, its rows went with the upgrade",
};
