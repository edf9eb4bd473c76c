// Rows for every table, made up from the live catalog by a seeded generator.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "migrator/postgres/session.hpp"

namespace gestaloka::acceptance {

/// The same seed on the same catalog gives the same rows. Texts hold Japanese, emoji and all that needs quoting; every
/// nullable column is NULL in some rows, every length is used up in others.
class RowGenerator {
 public:
    explicit RowGenerator(unsigned seed) : random_(seed) {}

    /// Adds up to `count` rows to every table of the schema `public`, a table after those it refers to.
    void fill(migrator::postgres::Session& session, int count);

    /// Columns ("quests.title") that are never NULL from now on, though they could be.
    void never_null(std::vector<std::string> columns);

 private:
    struct Column;
    struct Table;
    enum class Manner { as_little_as_possible, as_much_as_possible, random };

    static std::vector<Table> read_tables(migrator::postgres::Session& session);
    void add_row(migrator::postgres::Session& session, const Table& table, Manner manner);
    migrator::postgres::Parameter value(migrator::postgres::Session& session, const Table& table, const Column& column,
                                        Manner manner);
    std::string value_of_type(const Column& column, Manner manner);
    std::string text(int longest, Manner manner);
    std::string json(Manner manner);
    int number(int lowest, int highest) { return std::uniform_int_distribution<int>(lowest, highest)(random_); }

    std::mt19937 random_;
    std::vector<std::string> never_null_;
};

}  // namespace gestaloka::acceptance
