// Models say in no order what they need; what is proposed for them is in one that works.
#include <algorithm>
#include <catch2/catch.hpp>

#include "migrator/ddl/render.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

using Kind = RawObject::Kind;

// As a revision runs them, which has PostgreSQL check the body of each function.
void run_each(const TestDatabase& database, const std::vector<Operation>& operations) {
    postgres::Session session = database.connect();
    for (const Operation& operation : operations)
        for (const std::string& statement : render(operation)) {
            INFO(statement);
            REQUIRE_NOTHROW(must(session.run_script(statement)));
        }
}

void check_order(const Catalog& models) {
    Workbench workbench;
    const Catalog wanted = must(workbench.canonical(models));
    const Difference difference = compare({}, wanted);
    CHECK(difference.refusals.empty());
    const TestDatabase database;
    run_each(database, difference.operations);
    CHECK(psql_script(compare(must(workbench.of_database(database.url())), wanted).operations) == "");
    run_each(database, must(invert(difference.operations)));
    CHECK(psql_script(compare(must(workbench.of_database(database.url())), {}).operations) == "");
}

RawObject routine(const std::string& name, const std::string& arguments, const std::string& rest) {
    return {.kind = Kind::function,
            .name = name,
            .arguments = arguments,
            .definition = {"CREATE FUNCTION " + name + "(" + arguments + ") RETURNS " + rest}};
}

Table table(const std::string& name, std::vector<Column> columns) {
    Table described;
    described.name = name;
    described.columns = std::move(columns);
    return described;
}

}  // namespace

TEST_CASE("domains, functions and views of models are created before what needs them, whatever their names are") {
    Catalog models;
    models.tables = {table("stays", {column("guest", text()), column("label", named_type("tag"))})};
    models.objects = {
        routine("all_rich", "", "SETOF rich LANGUAGE sql AS 'SELECT * FROM rich'"),
        {.kind = Kind::domain, .name = "label", .definition = {"CREATE DOMAIN label AS tag DEFAULT usual()"}},
        {.kind = Kind::domain, .name = "tag", .definition = {"CREATE DOMAIN tag AS text CHECK (valid(VALUE))"}},
        routine("usual", "", "text LANGUAGE sql AS 'SELECT ''x'''"),
        routine("valid", "text", "boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> '''''"),
        {.kind = Kind::view, .name = "rich", .definition = {"CREATE VIEW rich AS SELECT guest FROM stays"}},
    };
    check_order(models);
    std::reverse(models.objects.begin(), models.objects.end());
    check_order(models);
}

TEST_CASE("a table of models can need a function of the rows of another one") {
    Catalog models;
    models.tables = {table("a", {column("whole", sql_type("z"))}), table("z", {column("id", integer())})};
    models.tables.front().constraints = {check("of_z(whole) > 0").named("fine")};
    models.objects = {routine("of_z", "z", "integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'")};
    check_order(models);
}
