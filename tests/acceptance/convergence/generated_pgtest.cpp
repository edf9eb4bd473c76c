// Pairs of schemas made from a seed: the same tables in two random states.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "convergence.hpp"

namespace {

class Generator {
 public:
    explicit Generator(unsigned seed) : random_(seed) {}

    // Types and tables that refer to those before them.
    std::string schema() {
        std::string sql = "CREATE TYPE mood AS ENUM (" + labels() + ");\n";
        for (int table = 0; table < 4; ++table)
            if (!one_of(5)) sql += table_sql("t" + std::to_string(table));
        if (one_of(3)) sql += "CREATE SEQUENCE counter INCREMENT BY " + std::to_string(1 + pick(3)) + ";\n";
        for (const std::string& table : tables_)
            if (one_of(3))
                sql += "CREATE VIEW v_" + table + " AS SELECT id FROM " + table + " WHERE id > " +
                       std::to_string(pick(2)) + ";\n";
        return sql;
    }

 private:
    unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }
    bool one_of(unsigned count) { return pick(count) == 0; }

    std::string labels() {
        const std::vector<std::string> all = {"'calm'", "'angry'", "'sad'", "'it''s'"};
        std::string list = "'glad'";
        for (const std::string& label : all)
            if (!one_of(3)) list = one_of(2) ? list + ", " + label : label + ", " + list;
        return list;
    }

    std::string column(const std::string& name) {
        const std::vector<std::string> types = {
            "integer", "bigint", "text",      "varchar(20)", "numeric(10,2)",      "boolean", "timestamptz",
            "uuid",    "jsonb",  "integer[]", "mood",        "text COLLATE \"C\"", "date",    "varchar(40)"};
        const std::size_t type = pick(static_cast<unsigned>(types.size()));
        const std::vector<std::string> defaults = {
            "1",    "2",        "'x'",    "'it''s'", "0.5",          "true",      "now()", "gen_random_uuid()",
            "'{}'", "ARRAY[1]", "'glad'", "''",      "'2025-01-01'", "lower('A')"};
        std::string sql = name + " " + types[type];
        const bool has_default = one_of(2);
        if (has_default) sql += " DEFAULT " + defaults[type];
        if (has_default && one_of(2)) sql += " NOT NULL";
        return sql;
    }

    std::string table_sql(const std::string& name) {
        std::string sql = "CREATE TABLE " + name + " (id integer";
        if (!one_of(4)) sql += " PRIMARY KEY";
        const bool is_key = sql.ends_with("KEY");
        for (int i = 0; i < 5; ++i)
            if (!one_of(3)) sql += ", " + column("c" + std::to_string(i));
        if (one_of(3)) sql += ", CONSTRAINT " + name + "_positive CHECK (id > " + std::to_string(pick(2)) + ")";
        if (one_of(3)) sql += ", CONSTRAINT " + name + "_once UNIQUE (id)" + (one_of(2) ? " DEFERRABLE" : "");
        if (one_of(3)) sql += ", g integer GENERATED ALWAYS AS (id * " + std::to_string(1 + pick(2)) + ") STORED";
        if (!keys_.empty() && one_of(2))
            sql += ", p integer REFERENCES " + keys_[pick(static_cast<unsigned>(keys_.size()))] +
                   (one_of(2) ? " ON DELETE CASCADE" : "");
        sql += ")" + std::string(one_of(4) ? " WITH (fillfactor = 80)" : "") + ";\n";
        if (one_of(3))
            sql += "CREATE INDEX " + name + "_i ON " + name + " (id" + (one_of(2) ? " DESC" : "") + ")" +
                   (one_of(2) ? " WHERE id > 3" : "") + ";\n";
        if (one_of(4)) sql += "COMMENT ON TABLE " + name + " IS 'comment " + std::to_string(pick(3)) + "';\n";
        tables_.push_back(name);
        if (is_key) keys_.push_back(name);
        return sql;
    }

    std::mt19937 random_;
    std::vector<std::string> tables_ = {};
    std::vector<std::string> keys_ = {};
};

}  // namespace

TEST_CASE("500 generated pairs of schemas converge, and their inverses lead back") {
    constexpr unsigned pairs = 500;
    constexpr unsigned dumped = 25;  // pg_dump costs more than the rest together
    for (unsigned seed = 1; seed <= pairs; ++seed) {
        Generator from(seed * 2);
        Generator to(seed * 2 + 1);
        convergence::Case pair;
        pair.from = from.schema();
        pair.to = to.schema();
        INFO("seed " << seed << "\n" << pair.from << "---\n" << pair.to);
        std::string failure;
        try {
            failure = convergence::failure_of(
                pair, seed % dumped == 0 ? convergence::Dump::compared : convergence::Dump::left_out);
        } catch (const std::exception& error) {
            failure = error.what();
        }
        REQUIRE(failure == "");
    }
}
