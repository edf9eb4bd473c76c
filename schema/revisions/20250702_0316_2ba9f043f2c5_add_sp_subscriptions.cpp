// Subscriptions that grant story points, and their payments.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_sp_subscriptions(Operations& op) {
    op.create_table("sp_subscriptions",
                    {
                        column("id", varchar()).not_null(),
                        column("user_id", varchar()).not_null(),
                        column("subscription_type", named_type("spsubscriptiontype")).not_null(),
                        column("status", named_type("subscriptionstatus")).not_null(),
                        column("started_at", timestamp()),
                        column("expires_at", timestamp()),
                        column("cancelled_at", timestamp()),
                        column("stripe_subscription_id", varchar()),
                        column("stripe_customer_id", varchar()),
                        column("stripe_payment_method_id", varchar()),
                        column("price", integer()).not_null(),
                        column("currency", varchar()).not_null(),
                        column("auto_renew", boolean()).not_null(),
                        column("next_billing_date", timestamp()),
                        column("trial_end", timestamp()),
                        column("extra_data", json()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"user_id"}, "users", {"id"}),
                    });
    op.create_index("idx_sp_subscription_status", "sp_subscriptions", {"status"});
    op.create_index("idx_sp_subscription_stripe_id", "sp_subscriptions", {"stripe_subscription_id"});
    op.create_index("idx_sp_subscription_user_id", "sp_subscriptions", {"user_id"});
}

void create_subscription_transactions(Operations& op) {
    op.create_table("subscription_transactions",
                    {
                        column("id", varchar()).not_null(),
                        column("subscription_id", varchar()).not_null(),
                        column("transaction_type", varchar()).not_null(),
                        column("amount", integer()).not_null(),
                        column("currency", varchar()).not_null(),
                        column("stripe_payment_intent_id", varchar()),
                        column("stripe_invoice_id", varchar()),
                        column("status", varchar()).not_null(),
                        column("error_message", varchar()),
                        column("extra_data", json()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"subscription_id"}, "sp_subscriptions", {"id"}),
                    });
    op.create_index("idx_subscription_transaction_subscription_id", "subscription_transactions", {"subscription_id"});
    op.create_index("idx_subscription_transaction_type", "subscription_transactions", {"transaction_type"});
}

}  // namespace

REVISION(2ba9f043f2c5){
    .message = "Add SP subscription models",
    .revises = {"e7df83f16da7"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("subscriptionstatus", {"ACTIVE", "CANCELLED", "EXPIRED", "PENDING", "FAILED"});
            create_sp_subscriptions(op);
            create_subscription_transactions(op);

            op.alter_column("character_exploration_progress", "areas_explored",
                            change().set_default("'{}'::character varying[]").from_default("'{}'::text[]"));
        },
    .downgrade_loses = "the rows of sp_subscriptions and subscription_transactions",
};
