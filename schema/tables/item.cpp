// Items: the tables items, character_items and character_titles.
#include "schema/tables/item.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<Item>& table) {
    table.name("items");
    table.column<&Item::id>(varchar()).primary_key();
    table.column<&Item::name>(varchar()).index("ix_items_name");
    table.column<&Item::description>(varchar());
    table.column<&Item::item_type>();
    table.column<&Item::rarity>();
    table.column<&Item::effects>(json());
    table.column<&Item::tradeable>();
    table.column<&Item::stackable>();
    table.column<&Item::max_stack>();
    table.column<&Item::created_at>(timestamp());
    table.column<&Item::updated_at>(timestamp());
}

void describe(model::TableBuilder<CharacterItem>& table) {
    table.name("character_items");
    table.column<&CharacterItem::id>(varchar()).primary_key();
    table.column<&CharacterItem::character_id>(varchar())
        .references("characters")
        .index("ix_character_items_character_id");
    table.column<&CharacterItem::item_id>(varchar()).references("items").index("ix_character_items_item_id");
    table.column<&CharacterItem::quantity>();
    table.column<&CharacterItem::obtained_at>(varchar());
    table.column<&CharacterItem::is_equipped>();
    table.column<&CharacterItem::slot>(varchar());
    table.column<&CharacterItem::created_at>(timestamp());
    table.column<&CharacterItem::updated_at>(timestamp());
}

void describe(model::TableBuilder<CharacterTitle>& table) {
    table.name("character_titles");
    table.column<&CharacterTitle::id>(varchar()).primary_key();
    table.column<&CharacterTitle::character_id>(varchar())
        .references("characters")
        .index("ix_character_titles_character_id");
    table.column<&CharacterTitle::title>(varchar());
    table.column<&CharacterTitle::description>(varchar());
    table.column<&CharacterTitle::acquired_at>(varchar());
    table.column<&CharacterTitle::effects>(json());
    table.column<&CharacterTitle::is_equipped>();
    table.column<&CharacterTitle::created_at>(timestamp());
    table.column<&CharacterTitle::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
