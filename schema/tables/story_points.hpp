// Story points (SP): what free actions and dispatches are paid with; balances, the ledger and purchases.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;
using migrator::model::Uuid;

enum class SubscriptionType { basic, premium };

/// One row a user.
struct PlayerSp {
    std::string id;
    std::string user_id;
    int current_sp;
    int total_earned_sp;
    int total_consumed_sp;
    int total_purchased_sp;
    int total_purchase_amount;
    std::optional<SubscriptionType> active_subscription;
    std::optional<Timestamp> subscription_expires_at;
    std::optional<Timestamp> last_daily_recovery_at;
    int consecutive_login_days;
    std::optional<Timestamp> last_login_date;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<PlayerSp>& table);

enum class SpTransactionType {
    daily_recovery,
    purchase,
    achievement,
    event_reward,
    log_result,
    login_bonus,
    refund,
    free_action,
    log_dispatch,
    log_enhancement,
    system_function,
    adjustment,
    migration,
    memory_inheritance,
    movement,
    exploration,
    admin_grant,
    admin_deduct
};
enum class PurchasePackage { small, medium, large, extra_large, mega };

/// The ledger.
struct SpTransaction {
    std::string id;
    std::string player_sp_id;
    std::string user_id;
    SpTransactionType transaction_type;
    int amount;
    int balance_before;
    int balance_after;
    std::string description;
    std::optional<Json> transaction_metadata;
    std::optional<std::string> related_entity_type;
    std::optional<std::string> related_entity_id;
    std::optional<PurchasePackage> purchase_package;
    std::optional<int> purchase_amount;
    std::optional<std::string> payment_method;
    std::optional<std::string> payment_transaction_id;
    Timestamp created_at;
};
void describe(migrator::model::TableBuilder<SpTransaction>& table);

enum class PurchaseStatus { pending, processing, completed, failed, cancelled, refunded };
enum class PaymentMode { test, production };

struct SpPurchase {
    Uuid id;
    std::string user_id;
    std::string plan_id;
    int sp_amount;
    int price_jpy;
    PurchaseStatus status;
    PaymentMode payment_mode;
    std::optional<std::string> test_reason;
    std::optional<Uuid> approved_by;
    std::optional<Timestamp> approved_at;
    std::optional<std::string> stripe_payment_intent_id;
    std::optional<std::string> stripe_checkout_session_id;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<SpPurchase>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::SubscriptionType> {
    using E = gestaloka::schema::SubscriptionType;
    static ObjectName type() { return "spsubscriptiontype"; }
    static constexpr Label<E> all[] = {
        {E::basic, "BASIC"},
        {E::premium, "PREMIUM"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::SpTransactionType> {
    using E = gestaloka::schema::SpTransactionType;
    static ObjectName type() { return "sptransactiontype"; }
    static constexpr Label<E> all[] = {
        {E::daily_recovery, "DAILY_RECOVERY"},
        {E::purchase, "PURCHASE"},
        {E::achievement, "ACHIEVEMENT"},
        {E::event_reward, "EVENT_REWARD"},
        {E::log_result, "LOG_RESULT"},
        {E::login_bonus, "LOGIN_BONUS"},
        {E::refund, "REFUND"},
        {E::free_action, "FREE_ACTION"},
        {E::log_dispatch, "LOG_DISPATCH"},
        {E::log_enhancement, "LOG_ENHANCEMENT"},
        {E::system_function, "SYSTEM_FUNCTION"},
        {E::adjustment, "ADJUSTMENT"},
        {E::migration, "MIGRATION"},
        {E::memory_inheritance, "MEMORY_INHERITANCE"},
        {E::movement, "MOVEMENT"},
        {E::exploration, "EXPLORATION"},
        {E::admin_grant, "ADMIN_GRANT"},
        {E::admin_deduct, "ADMIN_DEDUCT"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::PurchasePackage> {
    using E = gestaloka::schema::PurchasePackage;
    static ObjectName type() { return "sppurchasepackage"; }
    static constexpr Label<E> all[] = {
        {E::small, "SMALL"}, {E::medium, "MEDIUM"}, {E::large, "LARGE"}, {E::extra_large, "EXTRA_LARGE"},
        {E::mega, "MEGA"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::PurchaseStatus> {
    using E = gestaloka::schema::PurchaseStatus;
    static ObjectName type() { return "purchasestatus"; }
    static constexpr Label<E> all[] = {
        {E::pending, "PENDING"}, {E::processing, "PROCESSING"}, {E::completed, "COMPLETED"},
        {E::failed, "FAILED"},   {E::cancelled, "CANCELLED"},   {E::refunded, "REFUNDED"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::PaymentMode> {
    using E = gestaloka::schema::PaymentMode;
    static ObjectName type() { return "paymentmode"; }
    static constexpr Label<E> all[] = {
        {E::test, "TEST"},
        {E::production, "PRODUCTION"},
    };
};
