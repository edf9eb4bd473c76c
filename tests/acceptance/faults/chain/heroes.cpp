// The fixture chain: DDL, rows, a C++ function, concurrent indexes, an enum value, a backfill, a view, a long
// statement.
#include "heroes.hpp"

#include "migrator/postgres/session.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::faults {

using namespace migrator;

namespace {

// Each step inside a transaction leaves a line, so that one that ran twice shows.
void note(Operations& op, const char* step) {
    op.execute(std::string("INSERT INTO journal VALUES ('") + step + "')",
               std::string("DELETE FROM journal WHERE step = '") + step + "'");
}

Result<void> rename_first_heroes(postgres::Session& session) {
    TRY(const auto heroes, session.query("SELECT id FROM heroes ORDER BY id LIMIT 3"));
    for (int row = 0; row < heroes.row_count(); ++row)
        TRYV(session.execute("UPDATE heroes SET name = 'founder ' || id WHERE id = $1",
                             {std::string(heroes.text(row, 0))}));
    return success();
}

IndexOptions unique_option() {
    IndexOptions options;
    options.unique = true;
    return options;
}

const Revision r01 = {.message = "Create journal and heroes", .upgrade = [](Operations& op) {
                          op.create_table("journal", {column("step", text()).not_null()});
                          op.create_table("heroes",
                                          {column("id", bigint()), column("name", text()).not_null(),
                                           column("energy", integer()).not_null()},
                                          {primary_key({"id"})});
                          note(op, "01");
                      }};
const Revision r02 = {.message = "Add moods", .revises = {"f001"}, .upgrade = [](Operations& op) {
                          op.create_enum("mood", {"calm", "angry"});
                          op.add_column("heroes", column("mood", named_type("mood")).server_default("'calm'"));
                      }};
const Revision r03 = {.message = "Insert heroes", .revises = {"f002"}, .upgrade = [](Operations& op) {
                          op.execute(
                              "INSERT INTO heroes SELECT i, 'hero ' || i, i % 90 FROM "
                              "generate_series(1, 2500) AS i",
                              "DELETE FROM heroes");
                          note(op, "03");
                      }};
const Revision r04 = {.message = "Rename the first heroes in C++",
                      .revises = {"f003"},
                      .upgrade =
                          [](Operations& op) {
                              op.run("rename first heroes", rename_first_heroes);
                              note(op, "04");
                          },
                      .downgrade = [](Operations& op) { op.execute("DELETE FROM journal WHERE step = '04'"); }};
const Revision r05 = {.message = "Index heroes concurrently", .revises = {"f004"}, .upgrade = [](Operations& op) {
                          op.create_index_concurrently("ix_heroes_energy", "heroes", {"energy"});
                          op.create_index_concurrently("ux_heroes_name", "heroes", {"name"}, unique_option());
                      }};
const Revision r06 = {.message = "Add a mood",
                      .revises = {"f005"},
                      .upgrade = [](Operations& op) { op.add_enum_value("mood", "brave"); },
                      .downgrade = [](Operations&) {}};
const Revision r07 = {.message = "Use the mood", .revises = {"f006"}, .upgrade = [](Operations& op) {
                          op.execute("UPDATE heroes SET mood = 'brave' WHERE id % 7 = 0",
                                     "UPDATE heroes SET mood = 'calm'");
                          note(op, "07");
                      }};
const Revision r08 = {.message = "Add mp", .revises = {"f007"}, .upgrade = [](Operations& op) {
                          op.add_column("heroes", column("mp", integer()));
                          op.add_column("heroes", column("fills", integer()).not_null().server_default("0"));
                      }};
const Revision r09 = {.message = "Fill mp from energy",
                      .revises = {"f008"},
                      .upgrade =
                          [](Operations& op) {
                              op.backfill({"heroes", {"id"}, "mp = energy * 2, fills = fills + 1", ""});
                          },
                      .downgrade = [](Operations&) {}};
const Revision r10 = {.message = "Show the strong", .revises = {"f009"}, .upgrade = [](Operations& op) {
                          op.execute(
                              "CREATE OR REPLACE VIEW strong_heroes AS SELECT id, name FROM heroes WHERE mp > 90",
                              "DROP VIEW strong_heroes");
                      }};
const Revision r11 = {.message = "Take its time", .revises = {"f010"}, .upgrade = [](Operations& op) {
                          op.execute("SELECT pg_sleep(0.05)", "SELECT 1");
                          note(op, "11");
                      }};
const Revision r12 = {.message = "Drop an index concurrently", .revises = {"f011"}, .upgrade = [](Operations& op) {
                          op.drop_index_concurrently(Index{"ix_heroes_energy", "heroes", {"energy"}, {}});
                      }};
const Revision r13 = {.message = "Check mp", .revises = {"f012"}, .upgrade = [](Operations& op) {
                          op.alter_column("heroes", "mp", change().set_not_null());
                          op.add_constraint("heroes", check("mp >= 0").named("ck_heroes_mp"));
                      }};

// A copy of the revision that stands on another one.
Revision on(const char* parent, Revision revision) {
    revision.revises = {parent};
    return revision;
}

}  // namespace

std::vector<RegisteredRevision> transactional_chain() {
    static const Revision six = on("f004", r06);
    static const Revision ten = on("f008", r10);
    static const Revision eleven = on("f010", r11);
    return {{"f001", "01.cpp", &r01}, {"f002", "02.cpp", &r02}, {"f003", "03.cpp", &r03},
            {"f004", "04.cpp", &r04}, {"f006", "06.cpp", &six}, {"f007", "07.cpp", &r07},
            {"f008", "08.cpp", &r08}, {"f010", "10.cpp", &ten}, {"f011", "11.cpp", &eleven}};
}

std::vector<RegisteredRevision> heroes_chain() {
    return {{"f001", "01.cpp", &r01}, {"f002", "02.cpp", &r02}, {"f003", "03.cpp", &r03}, {"f004", "04.cpp", &r04},
            {"f005", "05.cpp", &r05}, {"f006", "06.cpp", &r06}, {"f007", "07.cpp", &r07}, {"f008", "08.cpp", &r08},
            {"f009", "09.cpp", &r09}, {"f010", "10.cpp", &r10}, {"f011", "11.cpp", &r11}, {"f012", "12.cpp", &r12},
            {"f013", "13.cpp", &r13}};
}

}  // namespace gestaloka::faults
