// Rows of a real table, read and written as structs through SOCI.
#include "migrator/model/rows.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/model/sample.hpp"

using namespace migrator;
using sample::Colour;
using sample::Item;

namespace {

// A database that holds the sample's table, and a session on it.
struct ItemDatabase {
    ItemDatabase() : session(soci::postgresql, database.url()) {
        REQUIRE(database.connect().run_script(sample::item_ddl).has_value());
    }
    testing::TestDatabase database;
    soci::session session;
};

Item some_item() {
    return {.id = "i1",
            .note = "it's :x \"y\" \\ 日本",
            .count = -3,
            .maybe_count = {},
            .total = 9'007'199'254'740'993,
            .flag = true,
            .weight = 0.1,
            .colour = Colour::green,
            .maybe_colour = Colour::red,
            .made_at = {1'751'969'400'123'456},
            .sold_at = model::Timestamp{-1},
            .tags = {R"({"a": [1, ":b", "c::d"]})"},
            .doubled = 0};
}

const ErrorDetails& details(const auto& failed) {
    REQUIRE_FALSE(failed.has_value());
    return failed.assume_error().details();
}

}  // namespace

TEST_CASE("a row comes back as it was written, in every type") {
    ItemDatabase items;
    const std::string zone = GENERATE("UTC", "Asia/Kathmandu");
    items.session << "SET TimeZone = '" + zone + "'";
    REQUIRE(model::insert(items.session, some_item()).has_value());

    auto found = model::find<Item>(items.session, std::string("i1"));
    REQUIRE(found.has_value());
    REQUIRE(found.assume_value().has_value());
    const Item item = *found.assume_value();
    const Item wanted = some_item();
    CHECK(item.note == wanted.note);
    CHECK(item.count == wanted.count);
    CHECK(item.maybe_count == wanted.maybe_count);
    CHECK(item.total == wanted.total);
    CHECK(item.flag == wanted.flag);
    CHECK(item.weight == wanted.weight);
    CHECK(item.colour == wanted.colour);
    CHECK(item.maybe_colour == wanted.maybe_colour);
    CHECK(item.made_at == wanted.made_at);
    CHECK(item.sold_at == wanted.sold_at);
    CHECK(item.tags == wanted.tags);
    CHECK(item.doubled == -6);
}

TEST_CASE("rows are selected, counted, updated and locked") {
    ItemDatabase items;
    for (const char* id : {"a", "b", "c"}) {
        Item item = some_item();
        item.id = id;
        item.note.reset();
        item.count = id[0];
        REQUIRE(model::insert(items.session, item).has_value());
    }
    using Items = model::Selection<Item>;
    const auto ids = [&](const Items& selection) {
        std::string text;
        const std::vector<Item> selected = model::select(items.session, selection).value();
        for (const Item& item : selected)
            text += item.id;
        return text;
    };
    CHECK(ids(Items().order_by<&Item::count>(model::Order::descending)) == "cba");
    CHECK(ids(Items().order_by<&Item::id>().limit(1).offset(1)) == "b");
    CHECK(ids(Items().where_in<&Item::id>({"c", "a", "'x"}).order_by<&Item::id>()) == "ac");
    CHECK(ids(Items().where<&Item::colour>(Colour::red)).empty());
    CHECK(ids(Items().where<&Item::made_at>(some_item().made_at).order_by<&Item::id>().lock_rows()) == "abc");
    CHECK(model::count<Item>(items.session).value() == 3);

    Item changed = model::find<Item>(items.session, std::string("b")).value().value();
    changed.sold_at.reset();
    changed.count = 7;
    CHECK(model::update(items.session, changed).value());
    CHECK(model::find<Item>(items.session, std::string("b")).value()->doubled == 14);
    changed.id = "nobody";
    CHECK_FALSE(model::update(items.session, changed).value());
    CHECK_FALSE(model::find<Item>(items.session, std::string("nobody")).value().has_value());
}

TEST_CASE("rows are ordered by their values, not by the text that they travel as") {
    ItemDatabase items;
    for (const int count : {10, 9, -2, 100}) {
        Item item = some_item();
        item.id = std::to_string(count);
        item.note.reset();
        item.count = count;
        REQUIRE(model::insert(items.session, item).has_value());
    }
    std::vector<int> counts;
    const auto rows = model::select(items.session, model::Selection<Item>().order_by<&Item::count>());
    for (const Item& item : rows.value())
        counts.push_back(item.count);
    CHECK(counts == std::vector<int>{-2, 9, 10, 100});
}

TEST_CASE("a failed statement tells what the server said, without the values") {
    ItemDatabase items;
    REQUIRE(model::insert(items.session, some_item()).has_value());
    SECTION("a value that is there already") {
        Item twin = some_item();
        twin.id = "i2";
        const auto failed = model::insert(items.session, twin);
        CHECK(details(failed).kind == ErrorKind::step_failed);
        CHECK(details(failed).sqlstate == "23505");
        CHECK(details(failed).message == "duplicate key value violates unique constraint \"one_note\"");
        CHECK_THAT(details(failed).statement, !Catch::Contains("日本"));
        CHECK(model::insert_if_absent(items.session, twin).value() == false);
        twin.note.reset();
        CHECK(model::insert_if_absent(items.session, twin).value() == true);
    }
    SECTION("a text that is too long") {
        Item item = some_item();
        item.id = std::string(37, 'x');
        CHECK(details(model::insert(items.session, item)).sqlstate == "22001");
    }
    SECTION("bytes that are not UTF-8, and a NUL byte") {
        Item item = some_item();
        item.id = "\xff";
        CHECK(details(model::insert(items.session, item)).sqlstate == "22021");
        item.id = std::string("a\0b", 3);
        CHECK(details(model::insert(items.session, item)).sqlstate == "22021");
        CHECK(model::count<Item>(items.session).value() == 1);
    }
    SECTION("JSON that is none") {
        Item item = some_item();
        item.id = "i2";
        item.tags.text = "{";
        CHECK(details(model::insert(items.session, item)).sqlstate == "22P02");
    }
    SECTION("a table that is not there") {
        items.session << R"(DROP TABLE "odd "":name")";
        CHECK(details(model::count<Item>(items.session)).sqlstate == "42P01");
    }
    SECTION("a value that the member cannot hold") {
        items.session << R"(UPDATE "odd "":name" SET maybe_colour = 'BLUE')";
        const auto failed = model::find<Item>(items.session, std::string("i1"));
        CHECK(details(failed).kind == ErrorKind::internal);
        CHECK_THAT(details(failed).message, Catch::Contains("\"maybe_colour\""));
    }
    SECTION("a connection that is gone") {
        const std::string self =
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()";
        REQUIRE(items.database.connect().query(self + " AND datname = current_database()").has_value());
        CHECK(details(model::count<Item>(items.session)).kind == ErrorKind::unavailable);
    }
}
