// The descriptions; the document about tables shows them.
#include "tests/model/parents.hpp"

namespace dungeon {

using namespace migrator;
using model::columns;
using model::key;

void describe(TableBuilder<Monster>& table) {
    table.name("monsters");
    table.column<&Monster::id>().primary_key();
    table.column<&Monster::name>(varchar(50)).server_default("'nameless'::character varying");
    table.column<&Monster::element>();
    table.index("ix_monsters_name", {key<&Monster::name>()}).comment("for the bestiary");
}

void describe(TableBuilder<Boss>& table) {
    table.name("bosses");
    table.inherits<Monster>();
    table.column<&Boss::id>().primary_key();
    table.column<&Boss::name>(varchar(50));
    table.column<&Boss::phases>();
    table.check("ck_bosses_phases", "phases > 1").comment("or it is no boss");
}

void describe(TableBuilder<Sighting>& table) {
    table.name("sightings");
    table.partition_by("RANGE (seen_on)");
    table.row_security();
    table.column<&Sighting::id>();
    table.column<&Sighting::seen_on>();
    table.column<&Sighting::player>();
    table.primary_key(columns<&Sighting::id, &Sighting::seen_on>());
}

void describe(TableBuilder<SightingsOf2025>& table) {
    table.name("sightings_2025");
    table.partition_of<Sighting>("FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')");
    table.row_security(RowSecurity::forced);
    table.unique({"player", "seen_on"}, "one_a_day").comment("of each player");
}

Result<model::Models> models() {
    model::ModelOptions options;
    options.objects = {{.kind = RawObject::Kind::policy,
                        .name = "own_sightings",
                        .table = "sightings",
                        .definition = {"CREATE POLICY own_sightings ON sightings AS PERMISSIVE FOR ALL TO PUBLIC "
                                       "USING ((player = CURRENT_USER))"}}};
    return model::models_of<Boss, SightingsOf2025, Sighting, Monster>(options);
}

}  // namespace dungeon
