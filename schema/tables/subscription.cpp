// Subscriptions: the tables sp_subscriptions and subscription_transactions.
#include "schema/tables/subscription.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<SpSubscription>& table) {
    table.name("sp_subscriptions");
    table.column<&SpSubscription::id>(varchar()).primary_key();
    table.column<&SpSubscription::user_id>(varchar()).references("users").index("idx_sp_subscription_user_id");
    table.column<&SpSubscription::subscription_type>();
    table.column<&SpSubscription::status>().index("idx_sp_subscription_status");
    table.column<&SpSubscription::started_at>(timestamp());
    table.column<&SpSubscription::expires_at>(timestamp());
    table.column<&SpSubscription::cancelled_at>(timestamp());
    table.column<&SpSubscription::stripe_subscription_id>(varchar()).index("idx_sp_subscription_stripe_id");
    table.column<&SpSubscription::stripe_customer_id>(varchar());
    table.column<&SpSubscription::stripe_payment_method_id>(varchar());
    table.column<&SpSubscription::price>();
    table.column<&SpSubscription::currency>(varchar());
    table.column<&SpSubscription::auto_renew>();
    table.column<&SpSubscription::next_billing_date>(timestamp());
    table.column<&SpSubscription::trial_end>(timestamp());
    table.column<&SpSubscription::extra_data>(json());
    table.column<&SpSubscription::created_at>(timestamp());
    table.column<&SpSubscription::updated_at>(timestamp());
}

void describe(model::TableBuilder<SubscriptionTransaction>& table) {
    table.name("subscription_transactions");
    table.column<&SubscriptionTransaction::id>(varchar()).primary_key();
    table.column<&SubscriptionTransaction::subscription_id>(varchar())
        .references("sp_subscriptions")
        .index("idx_subscription_transaction_subscription_id");
    table.column<&SubscriptionTransaction::transaction_type>(varchar()).index("idx_subscription_transaction_type");
    table.column<&SubscriptionTransaction::amount>();
    table.column<&SubscriptionTransaction::currency>(varchar());
    table.column<&SubscriptionTransaction::stripe_payment_intent_id>(varchar());
    table.column<&SubscriptionTransaction::stripe_invoice_id>(varchar());
    table.column<&SubscriptionTransaction::status>(varchar());
    table.column<&SubscriptionTransaction::error_message>(varchar());
    table.column<&SubscriptionTransaction::extra_data>(json());
    table.column<&SubscriptionTransaction::created_at>(timestamp());
    table.column<&SubscriptionTransaction::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
