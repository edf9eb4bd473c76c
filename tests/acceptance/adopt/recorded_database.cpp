// Statements from the recorded facts.
#include "recorded_database.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

namespace gestaloka::acceptance {

namespace {

nlohmann::json read_step(int number, const std::string& revision) {
    const std::string name = (number < 10 ? "0" : "") + std::to_string(number) + "_" + revision + ".json";
    std::ifstream file(std::filesystem::path(TEST_SOURCE_DIR) / "acceptance/gestaloka/steps" / name);
    INFO(name);
    REQUIRE(file.good());
    return nlohmann::json::parse(file);
}

// A check of an IN list does not print as what it was written as, and from that
// text it would print in a third way.
std::string as_written(const std::string& constraint) {
    static const std::regex printed(R"(CHECK \(\(\((\w+)\)::text = ANY \(\(ARRAY\[(.*)\]\)::text\[\]\)\)\))");
    std::smatch parts;
    if (!std::regex_match(constraint, parts, printed)) return constraint;
    const std::string labels = std::regex_replace(parts[2].str(), std::regex("::character varying"), "");
    return "CHECK (" + parts[1].str() + " IN (" + labels + "))";
}

std::string column_text(const nlohmann::json& column) {
    const std::string fallback = column.at(3).is_null() ? "" : column.at(3).get<std::string>();
    const bool is_serial = fallback.rfind("nextval(", 0) == 0;
    std::string text =
        "\"" + column.at(0).get<std::string>() + "\" " + (is_serial ? "serial" : column.at(1).get<std::string>());
    if (!is_serial && !fallback.empty()) text += " DEFAULT " + fallback;
    return text + (column.at(2) == "not null" ? " NOT NULL" : "");
}

std::string create_table(const nlohmann::json& table) {
    std::string columns;
    for (const auto& column : table.at("columns"))
        columns += (columns.empty() ? "" : ", ") + column_text(column);
    return "CREATE TABLE " + table.at("name").get<std::string>() + " (" + columns + ");\n";
}

// Foreign keys need the keys that they refer to.
std::string add_constraints(const nlohmann::json& step, bool foreign_keys) {
    std::string sql;
    for (const auto& table : step.at("tables"))
        for (const auto& constraint : table.at("constraints")) {
            const std::string text = constraint.at(1);
            if ((text.rfind("FOREIGN KEY", 0) == 0) != foreign_keys) continue;
            sql += "ALTER TABLE " + table.at("name").get<std::string>() + " ADD CONSTRAINT " +
                   constraint.at(0).get<std::string>() + " " + as_written(text) + ";\n";
        }
    return sql;
}

}  // namespace

std::string recorded_database(int number, const std::string& revision) {
    const nlohmann::json step = read_step(number, revision);
    std::string sql;
    for (const auto& type : step.at("enums")) {
        std::string labels;
        for (const auto& label : type.at("labels"))
            labels += (labels.empty() ? "'" : ", '") + label.get<std::string>() + "'";
        sql += "CREATE TYPE " + type.at("name").get<std::string>() + " AS ENUM (" + labels + ");\n";
    }
    for (const auto& table : step.at("tables"))
        sql += create_table(table);
    for (const auto& table : step.at("tables"))
        for (const auto& index : table.at("indexes"))
            sql += index.at(1).get<std::string>() + ";\n";
    sql += add_constraints(step, false) + add_constraints(step, true);
    return sql +
           "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, "
           "CONSTRAINT alembic_version_pkc PRIMARY "
           "KEY (version_num));\nINSERT INTO alembic_version VALUES ('" +
           revision + "')";
}

}  // namespace gestaloka::acceptance
