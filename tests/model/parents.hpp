// Tables with parents: a partitioned one and an inherited one, with what belongs to some of their rows or parts.
#pragma once

#include <string>

#include "migrator/model/list.hpp"

namespace dungeon {

using migrator::model::TableBuilder;

enum class Element { fire, water };

struct Monster {
    int id;
    std::string name;
    Element element;
};
void describe(TableBuilder<Monster>& table);

struct Boss {
    int id;
    std::string name;
    int phases;
};
void describe(TableBuilder<Boss>& table);

struct Sighting {
    long long id;
    migrator::model::Date seen_on;
    std::string player;
};
void describe(TableBuilder<Sighting>& table);

struct SightingsOf2025 {};
void describe(TableBuilder<SightingsOf2025>& table);

/// All of them, with a policy that shows each player the sightings of their own.
migrator::Result<migrator::model::Models> models();

}  // namespace dungeon

template <>
struct migrator::model::Labels<dungeon::Element> {
    static ObjectName type() { return "element"; }
    static constexpr std::string_view comment = "what it is weak against";
    static constexpr Label<dungeon::Element> all[] = {{dungeon::Element::fire, "FIRE"},
                                                      {dungeon::Element::water, "WATER"}};
};
