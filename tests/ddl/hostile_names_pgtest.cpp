// Names that try to be SQL end up as names in the catalog.
#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "rendered.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// What stands in `name`, with a mark before it that keeps the names of one database apart, within 63 bytes.
std::string with_mark(char mark, const std::string& name) {
    return (mark + name).substr(0, 63);
}

std::string all_names(postgres::Session& session, const char* sql) {
    const auto result = must(session.query(sql));
    std::string text;
    for (int row = 0; row < result.row_count(); ++row)
        text += std::string(result.text(row, 0)) + "\x1f";
    return text;
}

}  // namespace

TEST_CASE("hostile names are names, not SQL") {
    const std::string hostile = GENERATE(as<std::string>{},            //
                                         "\"; DROP TABLE victim; --",  //
                                         "'; DROP TABLE victim; --",   //
                                         "a.b.c",                      //
                                         "line\nfeed",                 //
                                         "🎲 語",                       //
                                         std::string(63, 'n'),         //
                                         "select",                     //
                                         "%s%n:x$1",                   //
                                         "back\\slash",                //
                                         " ");
    CAPTURE(hostile);
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script("CREATE TABLE victim ()"));
    const std::string schema = with_mark('s', hostile);
    const ObjectName table(schema, with_mark('t', hostile));
    const ObjectName type(schema, with_mark('e', hostile));
    const ObjectName sequence_name(schema, with_mark('q', hostile));
    const std::string first = hostile;
    const std::string second = with_mark('c', hostile);

    must(session.run_script(sql_of([&](Operations& op) {
        op.create_schema(schema);
        op.create_enum(type, {hostile, "other"});
        TableOptions options;
        options.comment = hostile;
        op.create_table(table,
                        {column(first, bigint()).not_null(), column(second, text()).with_comment(hostile),
                         column("mood", named_type(type)), column("moods", array_of(named_type(type)))},
                        {primary_key({first}).named(with_mark('p', hostile)),
                         unique({second, first}).named(with_mark('u', hostile))},
                        options);
        op.create_index(with_mark('i', hostile), table, {second});
        op.add_constraint(table, foreign_key({first}, table, {first}).named(with_mark('f', hostile)));
        Sequence sequence;
        sequence.name = sequence_name;
        sequence.owned_by_table = table;
        sequence.owned_by_column = first;
        op.create_sequence(sequence);
        op.bulk_insert(table, {first, second, "mood"}, {{1LL, hostile, hostile}});
        op.rename_column(table, "mood", with_mark('m', hostile));
        op.recreate_enum(type, {"other", hostile}, {{table, with_mark('m', hostile), {}}, {table, "moods", {}, true}});
    })));

    CHECK(all_names(session, "SELECT to_regclass('victim')::text") == "victim\x1f");
    CHECK(all_names(session, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 's%' AND oid >= 16384") ==
          schema + "\x1f");
    CHECK(all_names(session, R"sql(SELECT relname FROM pg_class
WHERE oid >= 16384 AND relnamespace NOT IN ('public'::regnamespace, 'pg_toast'::regnamespace) AND relkind IN ('r', 'i', 'S')
ORDER BY substr(relname, 1, 1) COLLATE "C")sql") == with_mark('i', hostile) + "\x1f" + with_mark('p', hostile) +
                                                        "\x1f" + sequence_name.name + "\x1f" + table.name + "\x1f" +
                                                        with_mark('u', hostile) + "\x1f");
    CHECK(all_names(session, "SELECT conname FROM pg_constraint WHERE contype = 'f'") ==
          with_mark('f', hostile) + "\x1f");
    CHECK(all_names(session, R"sql(SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE attnum > 0 AND relkind = 'r' AND c.oid >= 16384 ORDER BY attnum)sql") ==
          first + "\x1f" + second + "\x1f" + with_mark('m', hostile) + "\x1fmoods\x1f");
    CHECK(all_names(session, "SELECT typname FROM pg_type WHERE typtype = 'e'") == type.name + "\x1f");
    CHECK(all_names(session, "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder") == "other\x1f" + hostile + "\x1f");
    CHECK(all_names(session, "SELECT description FROM pg_description WHERE objoid >= 16384") ==
          hostile + "\x1f" + hostile + "\x1f");

    must(session.run_script(sql_of([&](Operations& op) {
        op.drop_column(table, with_mark('m', hostile));
        op.drop_column(table, "moods");
        op.drop_enum(type);
        op.drop_constraint(table, with_mark('f', hostile));
        op.drop_index(ObjectName(schema, with_mark('i', hostile)));
        op.drop_sequence(sequence_name);
        op.drop_table(table);
        op.drop_schema(schema);
    })));
    CHECK(all_names(session, "SELECT relname FROM pg_class WHERE oid >= 16384 AND relkind <> 't'") == "victim\x1f");
}
