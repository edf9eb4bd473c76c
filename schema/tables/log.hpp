// Logs: fragments of notable deeds, and the personalities woven from them.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class EmotionalValence { positive, negative, neutral, mixed };
enum class FragmentRarity { common, uncommon, rare, epic, legendary, unique, architect };

struct LogFragment {
    std::string id;
    std::string character_id;
    std::optional<std::string> session_id;
    std::string action_description;
    std::optional<Json> keywords;
    EmotionalValence emotional_valence;
    FragmentRarity rarity;
    double importance_score;
    std::optional<Json> context_data;
    Timestamp created_at;
    std::optional<std::string> keyword;
    std::optional<std::string> backstory;
    std::optional<std::string> discovered_at;
    std::optional<std::string> source_action;
    std::optional<std::string> memory_type;
    std::optional<Json> combination_tags;
    std::optional<std::string> world_truth;
    std::optional<std::string> acquisition_context;
    bool is_consumed;
    std::optional<Timestamp> acquisition_date;
};
void describe(migrator::model::TableBuilder<LogFragment>& table);

enum class CompletedLogStatus { draft, completed, contracted, active, expired, recalled };

struct CompletedLog {
    std::string id;
    std::string creator_id;
    std::string core_fragment_id;
    std::string name;
    std::optional<std::string> title;
    std::string description;
    std::optional<Json> skills;
    std::optional<Json> personality_traits;
    std::optional<Json> behavior_patterns;
    double contamination_level;
    CompletedLogStatus status;
    Timestamp created_at;
    std::optional<Timestamp> completed_at;
    std::optional<Json> compilation_metadata;
};
void describe(migrator::model::TableBuilder<CompletedLog>& table);

/// A further fragment of a completed log, beside its core.
struct CompletedLogSubFragment {
    std::string completed_log_id;
    std::string fragment_id;
    int order;
};
void describe(migrator::model::TableBuilder<CompletedLogSubFragment>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::EmotionalValence> {
    using E = gestaloka::schema::EmotionalValence;
    static constexpr Label<E> all[] = {
        {E::positive, "POSITIVE"},
        {E::negative, "NEGATIVE"},
        {E::neutral, "NEUTRAL"},
        {E::mixed, "MIXED"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::FragmentRarity> {
    using E = gestaloka::schema::FragmentRarity;
    static constexpr Label<E> all[] = {
        {E::common, "COMMON"},       {E::uncommon, "UNCOMMON"}, {E::rare, "RARE"},           {E::epic, "EPIC"},
        {E::legendary, "LEGENDARY"}, {E::unique, "UNIQUE"},     {E::architect, "ARCHITECT"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::CompletedLogStatus> {
    using E = gestaloka::schema::CompletedLogStatus;
    static constexpr Label<E> all[] = {
        {E::draft, "DRAFT"},   {E::completed, "COMPLETED"}, {E::contracted, "CONTRACTED"},
        {E::active, "ACTIVE"}, {E::expired, "EXPIRED"},     {E::recalled, "RECALLED"},
    };
};
