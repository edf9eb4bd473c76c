// Items: what there is, what characters carry, and the titles they bear.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class ItemType { weapon, armor, accessory, consumable, special, material };
enum class ItemRarity { common, uncommon, rare, epic, legendary };

/// The master list.
struct Item {
    std::string id;
    std::string name;
    std::string description;
    ItemType item_type;
    ItemRarity rarity;
    Json effects;
    bool tradeable;
    bool stackable;
    int max_stack;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<Item>& table);

/// So many of one item with a character.
struct CharacterItem {
    std::string id;
    std::string character_id;
    std::string item_id;
    int quantity;
    std::string obtained_at;
    bool is_equipped;
    std::optional<std::string> slot;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<CharacterItem>& table);

struct CharacterTitle {
    std::string id;
    std::string character_id;
    std::string title;
    std::string description;
    std::string acquired_at;
    Json effects;
    bool is_equipped;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<CharacterTitle>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::ItemType> {
    using E = gestaloka::schema::ItemType;
    static ObjectName type() { return "itemtype"; }
    static constexpr Label<E> all[] = {
        {E::weapon, "WEAPON"},         {E::armor, "ARMOR"},     {E::accessory, "ACCESSORY"},
        {E::consumable, "CONSUMABLE"}, {E::special, "SPECIAL"}, {E::material, "MATERIAL"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::ItemRarity> {
    using E = gestaloka::schema::ItemRarity;
    static ObjectName type() { return "itemrarity"; }
    static constexpr Label<E> all[] = {
        {E::common, "COMMON"}, {E::uncommon, "UNCOMMON"},   {E::rare, "RARE"},
        {E::epic, "EPIC"},     {E::legendary, "LEGENDARY"},
    };
};
