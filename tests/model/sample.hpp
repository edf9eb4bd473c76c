// A described struct with a member of every type, for the tests of the model.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/described.hpp"

namespace sample {

enum class Colour { red, green };

struct Item {
    std::string id;
    std::optional<std::string> note;
    int count;
    std::optional<int> maybe_count;
    long long total;
    bool flag;
    double weight;
    Colour colour;
    std::optional<Colour> maybe_colour;
    migrator::model::Timestamp made_at;
    std::optional<migrator::model::Timestamp> sold_at;
    migrator::model::Json tags;
    int doubled;
};
void describe(migrator::model::TableBuilder<Item>& table);

/// What creates the table that `describe` describes.
inline constexpr const char* item_ddl = R"sql(
    CREATE TYPE colour AS ENUM ('RED', 'GREEN');
    CREATE TABLE "odd "":name" (
        id varchar(36) PRIMARY KEY,
        note varchar(20) CONSTRAINT one_note UNIQUE,
        count integer NOT NULL,
        maybe_count integer,
        total bigint NOT NULL,
        flag boolean NOT NULL,
        weight double precision NOT NULL,
        colour colour NOT NULL,
        maybe_colour varchar(10),
        made_at timestamptz NOT NULL,
        sold_at timestamp,
        tags jsonb NOT NULL,
        doubled integer NOT NULL GENERATED ALWAYS AS (count * 2) STORED
    );
)sql";

}  // namespace sample

template <>
struct migrator::model::Labels<sample::Colour> {
    static constexpr Label<sample::Colour> all[] = {{sample::Colour::red, "RED"}, {sample::Colour::green, "GREEN"}};
};
