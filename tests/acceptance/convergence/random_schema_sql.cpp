// Random schemas as SQL.
#include <array>

#include "random_schema.hpp"

namespace convergence {

const std::vector<std::string>& types_of(Family family) {
    static const std::array<std::vector<std::string>, static_cast<std::size_t>(Family::count)> types = {{
        {"integer", "bigint", "smallint", "numeric(10,2)", "numeric(12,4)", "double precision", "real", "text",
         "character varying(20)"},
        {"text", "character varying(20)", "character varying(40)", "character varying", "character(12)", "short_word"},
        {"date", "timestamp", "timestamp(3)", "timestamptz", "text", "character varying(40)"},
        {"mood", "text", "character varying(20)"},
        {"json", "jsonb", "text"},
        {"uuid", "text"},
        {"boolean", "integer"},
        {"boolean", "text", "character varying(10)"},
        {"bytea"},
        {"inet", "cidr", "text"},
        {"interval", "text", "interval(3)"},
        {"integer[]", "bigint[]", "text[]", "character varying(20)[]"},
        {"int4range"},
    }};
    return types[static_cast<std::size_t>(family)];
}

std::string value_of(Family family, unsigned row) {
    const std::string n = std::to_string(row);
    const std::array<std::string, static_cast<std::size_t>(Family::count)> values = {
        n,
        "it''s " + n,
        "2025-01-0" + n,
        "glad",
        R"({"a": )" + n + "}",
        "00000000-0000-0000-0000-00000000000" + n,
        "1",
        "true",
        "\\x0" + n + "00",
        "10.0.0." + n,
        n + " days",
        "{" + n + ",2}",
        "[" + n + "0," + n + "5)",
    };
    return "'" + values[static_cast<std::size_t>(family)] + "'";
}

bool is_text(const RandomColumn& column) {
    const std::string& type = types_of(column.family)[column.type];
    return !type.ends_with("[]") && (type.rfind("text", 0) == 0 || type.rfind("character", 0) == 0);
}

namespace {

std::string quoted_name(const std::string& name) {
    return "\"" + name + "\"";
}

std::string number(unsigned value) {
    return std::to_string(value);
}

std::string comment_on(const std::string& what, unsigned comment) {
    if (comment == 0) return {};
    return "COMMENT ON " + what + " IS 'it''s comment " + number(comment) + "';\n";
}

std::string expression_of(const RandomColumn& column) {
    const std::string& type = types_of(column.family)[column.type];
    if (type == "timestamptz") return "now()";
    if (type == "uuid") return "gen_random_uuid()";
    if (is_text(column)) return "lower(" + value_of(column.family, 3) + ")";
    return value_of(column.family, 3);
}

std::string column_sql(const RandomColumn& column) {
    std::string sql = quoted_name(column.name) + " " + types_of(column.family)[column.type];
    if (column.collated && is_text(column)) sql += " COLLATE \"C\"";
    if (column.generated != 0)
        return quoted_name(column.name) + " integer GENERATED ALWAYS AS (id * " + number(column.generated) + ") STORED";
    if (column.default_value == 3) sql += " DEFAULT " + expression_of(column);
    if (column.default_value == 1 || column.default_value == 2)
        sql += " DEFAULT " + value_of(column.family, column.default_value);
    return sql + (column.not_null ? " NOT NULL" : "");
}

// One table with all that belongs to it.
class TableSql {
 public:
    TableSql(const RandomTable& table, const std::string& home) : table_(table), name_(sql_name(table, home)) {}

    std::string table() const {
        std::string sql =
            std::string("CREATE ") + (table_.unlogged ? "UNLOGGED " : "") + "TABLE " + name_ + " (" + id();
        for (const RandomColumn& column : table_.columns)
            sql += ",\n  " + column_sql(column);
        if (!table_.reference.table.empty())
            sql += std::string(",\n  parent ") + (table_.reference.is_bigint ? "bigint" : "integer");
        sql += key() + unique() + check() + exclude() + "\n)" + (table_.partitioned ? " PARTITION BY RANGE (id)" : "") +
               storage() + ";\n";
        for (unsigned part = 1; table_.partitioned && part <= table_.partitions; ++part)
            sql += "CREATE TABLE " + beside("_part" + number(part)) + " PARTITION OF " + name_ + " FOR VALUES FROM (" +
                   number((part - 1) * 100) + ") TO (" + number(part * 100) + ");\n";
        if (table_.child)
            sql += "CREATE TABLE " + beside("_child") + " (extra integer DEFAULT 5) INHERITS (" + name_ + ");\n";
        return sql + comments();
    }

    std::string reference(const std::string& target) const {
        static constexpr std::array<const char*, 10> actions = {
            "",
            "",
            " ON DELETE CASCADE",
            " ON UPDATE CASCADE ON DELETE SET NULL",
            " DEFERRABLE INITIALLY DEFERRED",
            " MATCH FULL",
            " ON DELETE RESTRICT NOT VALID",
            " ON UPDATE RESTRICT",
            " ON DELETE SET NULL (parent)",
            " DEFERRABLE",
        };
        const std::string name = table_.name + (table_.reference.kind == 7 ? "_parent_renamed" : "_parent_fkey");
        return "ALTER TABLE " + name_ + " ADD CONSTRAINT " + quoted_name(name) + " FOREIGN KEY (parent) REFERENCES " +
               target + " (id)" + actions[table_.reference.kind] + ";\n";
    }

    std::string indexes() const {
        std::string sql;
        for (std::size_t i = 0; i < table_.indexes.size(); ++i)
            sql += index(table_.indexes[i], number(static_cast<unsigned>(i)));
        return sql;
    }

    std::string rules() const {
        static constexpr std::array<const char*, 5> policies = {"", " USING (id > 0)", " USING (id > 1)",
                                                                " FOR INSERT WITH CHECK (id < 100)",
                                                                " AS RESTRICTIVE FOR SELECT USING (id IS NOT NULL)"};
        static constexpr std::array<const char*, 4> triggers = {"", "BEFORE INSERT", "BEFORE INSERT OR UPDATE OF id",
                                                                "AFTER UPDATE"};
        std::string sql;
        if (table_.row_security != 0) sql += "ALTER TABLE " + name_ + " ENABLE ROW LEVEL SECURITY;\n";
        if (table_.row_security == 2) sql += "ALTER TABLE " + name_ + " FORCE ROW LEVEL SECURITY;\n";
        if (table_.policy != 0)
            sql += "CREATE POLICY visible ON " + name_ + policies[table_.policy] + ";\n" +
                   comment_on("POLICY visible ON " + name_, table_.policy == 2 ? 1 : 0);
        if (table_.trigger != 0)
            sql += std::string("CREATE TRIGGER stamped ") + triggers[table_.trigger] + " ON " + name_ +
                   " FOR EACH ROW" + (table_.trigger == 3 ? " WHEN (new.id > 0)" : "") + " EXECUTE FUNCTION stamp();\n";
        return sql;
    }

    std::string rows() const {
        std::string names = "id";
        for (const RandomColumn& column : table_.columns)
            if (column.generated == 0) names += ", " + quoted_name(column.name);
        if (!table_.reference.table.empty()) names += ", parent";
        std::string sql = "INSERT INTO " + name_ + " (" + names + ") OVERRIDING SYSTEM VALUE VALUES";
        for (unsigned row = 1; row <= 3; ++row) {
            sql += (row == 1 ? "\n  (" : ",\n  (") + number(row);
            for (const RandomColumn& column : table_.columns)
                if (column.generated == 0) sql += ", " + value_of(column.family, row);
            if (!table_.reference.table.empty()) sql += ", " + number(row);
            sql += ")";
        }
        return sql + ";\n";
    }

 private:
    // A name beside the table's, in its schema.
    std::string beside(const std::string& suffix) const { return name_.substr(0, name_.size() - 1) + suffix + "\""; }

    std::string id() const {
        static constexpr std::array<const char*, 3> types = {"integer", "bigint", "smallint"};
        static constexpr std::array<const char*, 3> serials = {"serial", "bigserial", "smallserial"};
        static constexpr std::array<const char*, 5> counters = {
            "", "", " GENERATED ALWAYS AS IDENTITY", " GENERATED BY DEFAULT AS IDENTITY",
            " GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5 MAXVALUE 1000 CYCLE)"};
        if (table_.counter == 1) return std::string("id ") + serials[table_.id_type];
        return std::string("id ") + types[table_.id_type] + counters[table_.counter];
    }

    std::string named(const std::string& suffix) const {
        return ",\n  CONSTRAINT " + quoted_name(table_.name + suffix);
    }

    std::string key() const {
        static constexpr std::array<const char*, 4> keys = {"", "_pkey", "_key", "_pkey"};
        if (table_.key == 0) return {};
        return named(keys[table_.key]) + " PRIMARY KEY (id)" + (table_.key == 3 ? " DEFERRABLE" : "");
    }

    std::string unique() const {
        const std::string column = quoted_name(table_.unique_column);
        switch (table_.unique) {
            case 0:
                return {};
            case 1:
                return named("_once") + " UNIQUE (" + column + ", id)";
            case 2:
                return named("_once") + " UNIQUE (id, " + column + ")";
            case 3:
                return named("_single") + " UNIQUE (" + column + ", id)";
            case 4:
                return named("_once") + " UNIQUE NULLS NOT DISTINCT (" + column + ", id)";
            case 5:
                return named("_once") + " UNIQUE (id) INCLUDE (" + column + ")";
            case 6:
                return named("_once") + " UNIQUE (" + column + ", id) DEFERRABLE INITIALLY DEFERRED";
            default:
                return named("_once") + " UNIQUE (" + column + ", id) WITH (fillfactor = 80)";
        }
    }

    std::string check() const {
        static constexpr std::array<const char*, 7> expressions = {"",
                                                                   "id > -5",
                                                                   "id > -6",
                                                                   "id > -5",
                                                                   "checked_by(id::integer) > -9",
                                                                   "(id || 'it''s') <> ''",
                                                                   "id IN (1, 2, 3)"};
        if (table_.check == 0) return {};
        return named(table_.check == 3 ? "_renamed_check" : "_check") + " CHECK (" + expressions[table_.check] + ")";
    }

    std::string exclude() const {
        static constexpr std::array<const char*, 5> elements = {
            "", "(during WITH &&)", "(during WITH &&) WHERE (id > 0)",
            "(int4range(id::integer, id::integer + 1) WITH &&)", "(during WITH &&) DEFERRABLE INITIALLY DEFERRED"};
        return table_.exclude == 0 ? "" : named("_apart") + " EXCLUDE USING gist " + elements[table_.exclude];
    }

    std::string storage() const {
        static constexpr std::array<const char*, 4> parameters = {
            "", " WITH (fillfactor = 70)", " WITH (fillfactor = 80)",
            " WITH (autovacuum_enabled = false, fillfactor = 70)"};
        return parameters[table_.storage];
    }

    std::string comments() const {
        std::string sql = comment_on("TABLE " + name_, table_.comment);
        for (const RandomColumn& column : table_.columns)
            sql += comment_on("COLUMN " + name_ + "." + quoted_name(column.name), column.comment);
        if (table_.check != 0)
            sql += comment_on("CONSTRAINT " +
                                  quoted_name(table_.name + (table_.check == 3 ? "_renamed_check" : "_check")) +
                                  " ON " + name_,
                              table_.check_comment);
        return sql;
    }

    std::string index(const RandomIndex& index, const std::string& place) const {
        const std::string column = quoted_name(index.column);
        const std::array<std::string, 15> keys = {
            "",
            "(" + column + ")",
            "(" + column + " DESC)",
            "(" + column + " DESC NULLS LAST, id)",
            "(" + column + ", id)",
            "(" + column + ") WHERE id > 3",
            "(" + column + ") WHERE id > 4 AND " + column + " IS NOT NULL",
            "((" + column + " IS NULL), abs(id))",
            "((id + 1))",
            "(id) INCLUDE (" + column + ")",
            "USING hash (" + column + ")",
            "USING brin (id)",
            "(" + column + ") WITH (fillfactor = 60)",
            "(" + column + ")",
            "(" + column + ", id)",
        };
        const std::string name = table_.name + (index.kind == 13 ? "_renamed_ix" : "_ix") + place;
        const bool is_unique = index.kind == 4;
        const std::string schema = name_.front() == '"' ? "" : name_.substr(0, name_.find('.') + 1);
        return std::string("CREATE ") + (is_unique ? "UNIQUE " : "") + "INDEX " + quoted_name(name) + " ON " + name_ +
               " " + keys[index.kind] + ";\n" + comment_on("INDEX " + schema + quoted_name(name), index.comment);
    }

    const RandomTable& table_;
    std::string name_;
};

std::string types_sql(const RandomSchema& schema) {
    std::string sql = "CREATE TYPE mood AS ENUM (";
    for (std::size_t i = 0; i < schema.labels.size(); ++i)
        sql += (i == 0 ? "'" : ", '") + schema.labels[i] + "'";
    sql += ");\n" + comment_on("TYPE mood", schema.mood_comment);
    if (schema.rank == 1) sql += "CREATE TYPE rank AS ENUM ('low', 'high');\n";
    if (schema.rank == 2) sql += "CREATE TYPE rank AS ENUM ('high', 'middle', 'low');\n";
    if (schema.short_word) sql += "CREATE DOMAIN short_word AS text CHECK (length(VALUE) < 100);\n";
    if (schema.spare_domain != 0)
        sql += "CREATE DOMAIN spare AS integer DEFAULT " + number(schema.spare_domain) + " CHECK (VALUE > " +
               number(schema.spare_domain % 2) + ");\n";
    return sql;
}

std::string routines_sql(const RandomSchema& schema) {
    static constexpr std::array<const char*, 5> functions = {
        "", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 1';\n",
        "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 2';\n",
        "CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql AS 'SELECT a::bigint';\nCOMMENT ON FUNCTION "
        "f(integer) IS 'wide';\n",
        "CREATE FUNCTION f(a integer, b text DEFAULT 'x:y') RETURNS text LANGUAGE sql AS $$ SELECT b || a $$;\n"};
    std::string sql = functions[schema.function];
    if (schema.checked_by != 0)
        sql += "CREATE FUNCTION checked_by(a integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT a + " +
               number(schema.checked_by) + "';\n";
    if (schema.procedure != 0)
        sql += "CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN PERFORM " + number(schema.procedure) + "; END';\n";
    if (schema.stamp != 0)
        sql += "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; /* " +
               number(schema.stamp) + " */ END $$;\n";
    return sql;
}

std::string sequence_sql(unsigned kind) {
    static constexpr std::array<const char*, 7> sequences = {
        "",
        "CREATE SEQUENCE counter;\n",
        "CREATE SEQUENCE counter INCREMENT BY 2 MINVALUE 10 MAXVALUE 500 START WITH 20 CACHE 5 CYCLE;\n",
        "CREATE SEQUENCE counter AS smallint;\n",
        "CREATE SEQUENCE counter INCREMENT BY -1;\n",
        "CREATE SEQUENCE counter OWNED BY keeper.id;\n",
        "CREATE SEQUENCE counter;\nCOMMENT ON SEQUENCE counter IS 'counts';\n"};
    return sequences[kind];
}

std::string view_sql(const RandomView& view, std::size_t place, const std::string& table) {
    const std::string name = "view" + std::to_string(place);
    const std::string column = view.column.empty() ? "" : ", \"" + view.column + "\"";
    std::string sql = std::string("CREATE ") + (view.materialized ? "MATERIALIZED " : "") + "VIEW " + name +
                      (view.kind == 3 && !view.materialized ? " WITH (security_barrier = true)" : "") +
                      " AS SELECT id" + column + " FROM " + table + " WHERE id > " + number(view.kind) + ";\n";
    if (view.materialized && view.indexed) sql += "CREATE INDEX " + name + "_ix ON " + name + " (id);\n";
    if (view.has_view_on_it) sql += "CREATE VIEW on_" + name + " AS SELECT id FROM " + name + ";\n";
    return sql + comment_on(std::string(view.materialized ? "MATERIALIZED " : "") + "VIEW " + name, view.comment);
}

std::string name_in(const RandomSchema& schema, const std::string& table, const std::string& home) {
    for (const RandomTable& other : schema.tables)
        if (other.name == table) return sql_name(other, home);
    return table;
}

}  // namespace

std::string sql_name(const RandomTable& table, const std::string& home) {
    return (table.elsewhere ? home + "_side." : "") + quoted_name(table.name);
}

std::string sql_of(const RandomSchema& schema, const std::string& home) {
    static constexpr std::array<const char*, 4> extensions = {"", "CREATE EXTENSION citext;\n",
                                                              "CREATE EXTENSION hstore;\n",
                                                              "CREATE EXTENSION citext;\nCREATE EXTENSION pg_trgm;\n"};
    std::string sql = extensions[schema.extension];
    if (schema.second_schema) sql += "CREATE SCHEMA " + home + "_side;\n";
    sql += types_sql(schema) + routines_sql(schema) + "CREATE TABLE keeper (id integer PRIMARY KEY, name text);\n" +
           sequence_sql(schema.sequence);
    for (const RandomTable& table : schema.tables)
        sql += TableSql(table, home).table();
    for (const RandomTable& table : schema.tables) {
        const TableSql parts(table, home);
        if (!table.reference.table.empty()) sql += parts.reference(name_in(schema, table.reference.table, home));
        sql += parts.indexes() + parts.rules();
    }
    for (std::size_t i = 0; i < schema.views.size(); ++i)
        sql += view_sql(schema.views[i], i, name_in(schema, schema.views[i].table, home));
    return sql;
}

std::string rows_of(const RandomSchema& schema, const std::string& home) {
    // Without triggers, so that the rows of two tables may refer to each other.
    std::string sql = "SET session_replication_role = replica;\nINSERT INTO keeper VALUES (1, 'a'), (2, 'b');\n";
    for (const RandomTable& table : schema.tables)
        sql += TableSql(table, home).rows();
    return sql + "RESET session_replication_role;\n";
}

}  // namespace convergence
