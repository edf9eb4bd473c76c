// Story points: what a player holds, and the ledger.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_player_sp(Operations& op) {
    op.create_table("player_sp",
                    {
                        column("id", varchar()).not_null(),
                        column("user_id", varchar()).not_null(),
                        column("current_sp", integer()).not_null(),
                        column("total_earned_sp", integer()).not_null(),
                        column("total_consumed_sp", integer()).not_null(),
                        column("total_purchased_sp", integer()).not_null(),
                        column("total_purchase_amount", integer()).not_null(),
                        column("active_subscription", named_type("spsubscriptiontype")),
                        column("subscription_expires_at", timestamp()),
                        column("last_daily_recovery_at", timestamp()),
                        column("consecutive_login_days", integer()).not_null(),
                        column("last_login_date", timestamp()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        unique({"user_id"}).named("uq_player_sp_user_id"),
                        foreign_key({"user_id"}, "users", {"id"}),
                    });
    op.create_index("ix_player_sp_id", "player_sp", {"id"});
    op.create_index("ix_player_sp_user_id", "player_sp", {"user_id"});
}

void create_sp_transactions(Operations& op) {
    op.create_table("sp_transactions",
                    {
                        column("id", varchar()).not_null(),
                        column("player_sp_id", varchar()).not_null(),
                        column("user_id", varchar()).not_null(),
                        column("transaction_type", named_type("sptransactiontype")).not_null(),
                        column("amount", integer()).not_null(),
                        column("balance_before", integer()).not_null(),
                        column("balance_after", integer()).not_null(),
                        column("description", varchar()).not_null(),
                        column("transaction_metadata", json()),
                        column("related_entity_type", varchar()),
                        column("related_entity_id", varchar()),
                        column("purchase_package", named_type("sppurchasepackage")),
                        column("purchase_amount", integer()),
                        column("payment_method", varchar()),
                        column("payment_transaction_id", varchar()),
                        column("created_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"player_sp_id"}, "player_sp", {"id"}),
                        foreign_key({"user_id"}, "users", {"id"}),
                    });
    op.create_index("ix_sp_transactions_created_at", "sp_transactions", {"created_at"});
    op.create_index("ix_sp_transactions_id", "sp_transactions", {"id"});
    op.create_index("ix_sp_transactions_payment_transaction_id", "sp_transactions", {"payment_transaction_id"});
    op.create_index("ix_sp_transactions_player_sp_id", "sp_transactions", {"player_sp_id"});
    op.create_index("ix_sp_transactions_related_entity_id", "sp_transactions", {"related_entity_id"});
    op.create_index("ix_sp_transactions_transaction_type", "sp_transactions", {"transaction_type"});
    op.create_index("ix_sp_transactions_user_id", "sp_transactions", {"user_id"});
}

}  // namespace

REVISION(30f5fb512c38){
    .message = "Add SP system models",
    .revises = {"c8ab2c1be277"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("spsubscriptiontype", {"BASIC", "PREMIUM"});
            op.create_enum("sptransactiontype", {"DAILY_RECOVERY", "PURCHASE", "ACHIEVEMENT", "EVENT_REWARD",
                                                 "LOG_RESULT", "LOGIN_BONUS", "REFUND", "FREE_ACTION", "LOG_DISPATCH",
                                                 "LOG_ENHANCEMENT", "SYSTEM_FUNCTION", "ADJUSTMENT", "MIGRATION"});
            op.create_enum("sppurchasepackage", {"SMALL", "MEDIUM", "LARGE", "EXTRA_LARGE", "MEGA"});
            create_player_sp(op);
            create_sp_transactions(op);
        },
    .downgrade_loses = "the rows of player_sp and sp_transactions",
};
