// A table of one column of any type, to write values into and to read them again.
#pragma once

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/model/rows.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/model/random_values.hpp"

namespace types {

/// One value of a type, or NULL.
template <class T>
struct Cell {
    int id = 0;
    std::optional<T> value = {};
};

template <class T>
void describe(migrator::model::TableBuilder<Cell<T>>& table) {
    table.name("cells");
    table.template column<&Cell<T>::id>().primary_key();
    table.template column<&Cell<T>::value>();
}

enum class Weather { sunny, rainy, odd };

}  // namespace types

template <>
struct migrator::model::Labels<types::Weather> {
    static ObjectName type() { return "weather"; }
    static constexpr Label<types::Weather> all[] = {
        {types::Weather::sunny, "SUNNY"}, {types::Weather::rainy, "RAINY"}, {types::Weather::odd, "it's \"odd\", \\"}};
};

namespace types {

/// The column type of a member of type T, as SQL.
template <class T>
std::string type_of() {
    migrator::SqlWriter sql;
    sql << migrator::model::Mapping<T>::type();
    return sql.take();
}

/// The bytes of a number, most significant first: what PostgreSQL's send functions give.
template <class Number>
std::string hex_of(Number number) {
    std::array<unsigned char, sizeof number> bytes;
    std::memcpy(bytes.data(), &number, sizeof number);
    std::string hex;
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", *byte);
        hex += digits;
    }
    return hex;
}

/// A database with the types of the test, and a session of it. The random values of a case start anew with it.
class Cells {
 public:
    Cells() : session_(soci::postgresql, database_.url()) {
        random_bits().seed(random_seed);
        session_ << "SET TimeZone = 'UTC'";
        session_ << "CREATE TYPE weather AS ENUM ('SUNNY', 'RAINY', 'it''s \"odd\", \\')";
        session_ << "CREATE DOMAIN vector_3 AS real[] CHECK (cardinality(VALUE) = 3)";
    }

    /// Writes NULL and the values, and reads them again. `type` is SQL.
    template <class T>
    std::vector<T> round_trip(const std::vector<T>& values, const std::string& type = type_of<T>()) {
        using migrator::model::Mapping;
        INFO("seed " << random_seed << ", " << type);
        session_ << "DROP TABLE IF EXISTS cells";
        session_ << "CREATE TABLE cells (id integer PRIMARY KEY, value " + type + ")";
        REQUIRE(migrator::model::insert(session_, Cell<T>{0, {}}).has_value());
        for (std::size_t i = 0; i < values.size(); ++i) {
            INFO(Mapping<T>::print(values[i]));
            const auto inserted = migrator::model::insert(session_, Cell<T>{static_cast<int>(i) + 1, values[i]});
            INFO((inserted.has_value() ? "" : full_text(inserted.assume_error())));
            REQUIRE(inserted.has_value());
        }
        const auto by_id = migrator::model::Selection<Cell<T>>().template order_by<&Cell<T>::id>();
        auto rows = migrator::model::select<Cell<T>>(session_, by_id);
        INFO((rows.has_value() ? "" : full_text(rows.assume_error())));
        REQUIRE(rows.has_value());
        std::vector<T> read;
        for (const Cell<T>& cell : rows.assume_value())
            if (cell.value) read.push_back(*cell.value);
        REQUIRE(rows.assume_value().size() == values.size() + 1);
        CHECK_FALSE(rows.assume_value().front().value.has_value());
        return read;
    }

    /// What the database holds after a round trip, by an expression of `value`.
    std::vector<std::string> stored(const std::string& expression) {
        soci::rowset<std::string> texts =
            (session_.prepare << "SELECT (" + expression + ")::text FROM cells WHERE id > 0 ORDER BY id");
        return {texts.begin(), texts.end()};
    }

 private:
    migrator::testing::TestDatabase database_;
    soci::session session_;
};

/// Equal values come back, and the database's own binary form of each is `hex` of the C++ value.
template <class T>
void check_bits(Cells& cells, const std::vector<T>& values, const std::string& send,
                const std::function<std::string(const T&)>& hex, const std::string& type = type_of<T>()) {
    INFO("seed " << random_seed << ", " << type);
    const std::vector<T> read = cells.round_trip(values, type);
    const std::vector<std::string> stored = cells.stored("encode(" + send + "(value), 'hex')");
    REQUIRE(read.size() == values.size());
    REQUIRE(stored.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        INFO(migrator::model::Mapping<T>::print(values[i]));
        CHECK(hex(read[i]) == hex(values[i]));
        CHECK(stored[i] == hex(values[i]));
    }
}

/// Equal values come back, and the database holds the same text.
template <class T>
void check_texts(Cells& cells, const std::vector<T>& values, const std::string& type = type_of<T>()) {
    INFO("seed " << random_seed << ", " << type);
    CHECK(cells.round_trip(values, type) == values);
    std::vector<std::string> texts;
    for (const T& value : values)
        texts.push_back(migrator::model::Mapping<T>::print(value));
    // By the type's own output function; a cast to text is not the same for every type.
    CHECK(cells.stored("format('%s', value)") == texts);
}

}  // namespace types
