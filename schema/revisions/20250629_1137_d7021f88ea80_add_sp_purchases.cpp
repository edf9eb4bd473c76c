// Story points can be bought.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_sp_purchases(Operations& op) {
    op.create_table("sp_purchases",
                    {
                        column("id", uuid()).not_null(),
                        column("user_id", varchar()).not_null(),
                        column("plan_id", varchar()).not_null(),
                        column("sp_amount", integer()).not_null(),
                        column("price_jpy", integer()).not_null(),
                        column("status", named_type("purchasestatus")).not_null(),
                        column("payment_mode", named_type("paymentmode")).not_null(),
                        column("test_reason", varchar(500)),
                        column("approved_by", uuid()),
                        column("approved_at", timestamp()),
                        column("stripe_payment_intent_id", varchar()),
                        column("stripe_checkout_session_id", varchar()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"user_id"}, "users", {"id"}),
                    });
    op.create_index("ix_sp_purchases_plan_id", "sp_purchases", {"plan_id"});
    op.create_index("ix_sp_purchases_user_id", "sp_purchases", {"user_id"});
}

}  // namespace

REVISION(d7021f88ea80){
    .message = "Add SP purchase system",
    .revises = {"c1e62d1312f8"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("purchasestatus", {"PENDING", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED", "REFUNDED"});
            op.create_enum("paymentmode", {"TEST", "PRODUCTION"});
            create_sp_purchases(op);
        },
    .downgrade_loses = "the rows of sp_purchases",
};
