// Subscriptions: paid by the month, and each payment of them.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"
#include "schema/tables/story_points.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class SubscriptionStatus { active, cancelled, expired, pending, failed };

struct SpSubscription {
    std::string id;
    std::string user_id;
    std::optional<SubscriptionType> subscription_type;
    std::optional<SubscriptionStatus> status;
    std::optional<Timestamp> started_at;
    std::optional<Timestamp> expires_at;
    std::optional<Timestamp> cancelled_at;
    std::optional<std::string> stripe_subscription_id;
    std::optional<std::string> stripe_customer_id;
    std::optional<std::string> stripe_payment_method_id;
    int price;
    std::string currency;
    bool auto_renew;
    std::optional<Timestamp> next_billing_date;
    std::optional<Timestamp> trial_end;
    std::optional<Json> extra_data;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<SpSubscription>& table);

struct SubscriptionTransaction {
    std::string id;
    std::string subscription_id;
    std::string transaction_type;
    int amount;
    std::string currency;
    std::optional<std::string> stripe_payment_intent_id;
    std::optional<std::string> stripe_invoice_id;
    std::string status;
    std::optional<std::string> error_message;
    std::optional<Json> extra_data;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<SubscriptionTransaction>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::SubscriptionStatus> {
    using E = gestaloka::schema::SubscriptionStatus;
    static ObjectName type() { return "subscriptionstatus"; }
    static constexpr Label<E> all[] = {
        {E::active, "ACTIVE"},   {E::cancelled, "CANCELLED"}, {E::expired, "EXPIRED"},
        {E::pending, "PENDING"}, {E::failed, "FAILED"},
    };
};
