// Story points (SP): the tables player_sp, sp_transactions and sp_purchases.
#include "schema/tables/story_points.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<PlayerSp>& table) {
    table.name("player_sp");
    table.column<&PlayerSp::id>(varchar()).primary_key().index("ix_player_sp_id");
    table.column<&PlayerSp::user_id>(varchar())
        .unique("uq_player_sp_user_id")
        .references("users")
        .index("ix_player_sp_user_id");
    table.column<&PlayerSp::current_sp>();
    table.column<&PlayerSp::total_earned_sp>();
    table.column<&PlayerSp::total_consumed_sp>();
    table.column<&PlayerSp::total_purchased_sp>();
    table.column<&PlayerSp::total_purchase_amount>();
    table.column<&PlayerSp::active_subscription>();
    table.column<&PlayerSp::subscription_expires_at>(timestamp());
    table.column<&PlayerSp::last_daily_recovery_at>(timestamp());
    table.column<&PlayerSp::consecutive_login_days>();
    table.column<&PlayerSp::last_login_date>(timestamp());
    table.column<&PlayerSp::created_at>(timestamp());
    table.column<&PlayerSp::updated_at>(timestamp());
}

void describe(model::TableBuilder<SpTransaction>& table) {
    table.name("sp_transactions");
    table.column<&SpTransaction::id>(varchar()).primary_key().index("ix_sp_transactions_id");
    table.column<&SpTransaction::player_sp_id>(varchar())
        .references("player_sp")
        .index("ix_sp_transactions_player_sp_id");
    table.column<&SpTransaction::user_id>(varchar()).references("users").index("ix_sp_transactions_user_id");
    table.column<&SpTransaction::transaction_type>().index("ix_sp_transactions_transaction_type");
    table.column<&SpTransaction::amount>();
    table.column<&SpTransaction::balance_before>();
    table.column<&SpTransaction::balance_after>();
    table.column<&SpTransaction::description>(varchar());
    table.column<&SpTransaction::transaction_metadata>(json());
    table.column<&SpTransaction::related_entity_type>(varchar());
    table.column<&SpTransaction::related_entity_id>(varchar()).index("ix_sp_transactions_related_entity_id");
    table.column<&SpTransaction::purchase_package>();
    table.column<&SpTransaction::purchase_amount>();
    table.column<&SpTransaction::payment_method>(varchar());
    table.column<&SpTransaction::payment_transaction_id>(varchar()).index("ix_sp_transactions_payment_transaction_id");
    table.column<&SpTransaction::created_at>(timestamp()).index("ix_sp_transactions_created_at");
}

void describe(model::TableBuilder<SpPurchase>& table) {
    table.name("sp_purchases");
    table.column<&SpPurchase::id>().primary_key();
    table.column<&SpPurchase::user_id>(varchar()).references("users").index("ix_sp_purchases_user_id");
    table.column<&SpPurchase::plan_id>(varchar()).index("ix_sp_purchases_plan_id");
    table.column<&SpPurchase::sp_amount>();
    table.column<&SpPurchase::price_jpy>();
    table.column<&SpPurchase::status>();
    table.column<&SpPurchase::payment_mode>();
    table.column<&SpPurchase::test_reason>(varchar(500));
    table.column<&SpPurchase::approved_by>();
    table.column<&SpPurchase::approved_at>(timestamp());
    table.column<&SpPurchase::stripe_payment_intent_id>(varchar());
    table.column<&SpPurchase::stripe_checkout_session_id>(varchar());
    table.column<&SpPurchase::created_at>(timestamp());
    table.column<&SpPurchase::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
