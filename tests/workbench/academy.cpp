// The structs of the school of magic, their descriptions, and what stands beside the tables.
#include "tests/workbench/academy.hpp"

#include "migrator/model/list.hpp"
#include "migrator/model/table_builder.hpp"

namespace academy {

using namespace migrator;
using model::columns;
using model::key;

enum class Rank { novice, adept, master };
enum class Element { fire, water };
enum class Weather { sun, storm };

struct School {
    long long id;
    std::string name;
    std::string motto;
    model::Json rules;
    std::optional<long long> mother_id;
    std::optional<int> head_id;
};

struct Mage {
    int id;
    long long school_id;
    std::string name;
    std::optional<std::string> email;
    Rank rank;
    std::vector<Rank> former_ranks;
    Element element;
    std::optional<Element> weakness;
    std::vector<std::string> titles;
    std::vector<std::optional<std::string>> nicknames;
    model::Decimal mana;
    double reach;
    double circle;
    std::optional<model::Uuid> wand;
    std::optional<model::Bytes> seal;
    std::optional<model::Inet> address;
    std::optional<model::Date> born;
    std::optional<model::TimeOfDay> wakes_at;
    std::optional<model::Interval> lifetime;
    model::Timestamp enrolled_at;
    int ticket;
};

struct Lesson {
    long long school_id;
    int number;
    std::string title;
    std::string room;
    std::string during;
    short seats;
};

struct Attendance {
    int mage_id;
    std::optional<long long> school_id;
    std::optional<int> lesson;
    std::optional<float> mark;
    std::optional<int> place;
    std::vector<Weather> weather;
};

struct Sighting {
    long long id;
    model::Timestamp seen_at;
    std::optional<std::string> beast;
};

struct Draft {
    short id;
    std::string text;
    bool burnt;
};

}  // namespace academy

template <>
struct migrator::model::Labels<academy::Rank> {
    using Rank = academy::Rank;
    static constexpr Label<Rank> all[] = {
        {Rank::novice, "NOVICE"}, {Rank::adept, "it's an adept"}, {Rank::master, "MASTER", "ARCHMAGE"}};
    static ObjectName type() { return "rank"; }
};

template <>
struct migrator::model::Labels<academy::Element> {
    using Element = academy::Element;
    static constexpr Label<Element> all[] = {{Element::fire, "FIRE"}, {Element::water, "WATER"}};
};

template <>
struct migrator::model::Labels<academy::Weather> {
    using Weather = academy::Weather;
    static constexpr Label<Weather> all[] = {{Weather::sun, "SUN"}, {Weather::storm, "STORM"}};
    static ObjectName type() { return {"archive", "weather"}; }
};

namespace academy {

void describe(model::TableBuilder<School>& table);
void describe(model::TableBuilder<School>& table) {
    table.name({"public", "schools"});
    table.was("colleges");
    table.comment("What the ministry's list holds");
    table.storage({{"fillfactor", "70"}, {"autovacuum_enabled", "false"}});
    table.column<&School::id>().primary_key().identity_always({.start = 100, .increment = 10, .cache = 5});
    table.column<&School::name>(varchar(80)).unique().collate("C").comment("as on the gate").was("title");
    table.column<&School::motto>().server_default("'it''s magic'");
    table.column<&School::rules>(json()).server_default("'{\"wands\": [1, 2]}'");
    table.column<&School::mother_id>().references("schools");
    table.column<&School::head_id>().references(
        "mages", "id", {}, {.on_delete = ReferentialAction::set_null, .deferral = Deferral::initially_deferred});
    table.check({}, "motto <> '' AND name <> ''");
}

void describe(model::TableBuilder<Mage>& table);
void describe(model::TableBuilder<Mage>& table) {
    table.name("mages");
    table.row_security(RowSecurity::forced);
    table.column<&Mage::id>(serial()).primary_key();
    table.column<&Mage::school_id>().references(
        "schools", "id", {}, {.on_delete = ReferentialAction::cascade, .on_update = ReferentialAction::restrict});
    table.column<&Mage::name>(varchar(100)).check("is_named(name)").index();
    table.column<&Mage::email>(named_type("email")).unique_index();
    table.column<&Mage::rank>().server_default("'NOVICE'").index({}, {.where = "rank <> 'MASTER'"});
    table.column<&Mage::former_ranks>().server_default("'{}'");
    table.column<&Mage::element>(varchar(10)).check_labels();
    table.column<&Mage::weakness>().check_labels("weakness_is_an_element");
    table.column<&Mage::titles>().server_default("ARRAY['Dr', 'O''Mage']").index({}, {.method = "gin"});
    table.column<&Mage::nicknames>();
    table.column<&Mage::mana>(numeric(12, 2)).check("mana_is_left", "mana >= 0").server_default("100");
    table.column<&Mage::reach>().server_default("1.5");
    table.column<&Mage::circle>().generated_as("reach * reach * 3.14");
    table.column<&Mage::wand>().unique("one_wand").server_default("gen_random_uuid()");
    table.column<&Mage::seal>().server_default("'\\x00ff'");
    table.column<&Mage::address>().index({}, {.method = "hash"});
    table.column<&Mage::born>().server_default("CURRENT_DATE");
    table.column<&Mage::wakes_at>().server_default("'06:30'");
    table.column<&Mage::lifetime>().server_default("'90 years'");
    table.column<&Mage::enrolled_at>().server_default("now()").index({}, {.method = "brin"});
    table.column<&Mage::ticket>().server_default("nextval('tickets')");
    table.constraint({"rank_and_reach", Check{.expression = "rank <> 'MASTER' OR reach > 1", .not_valid = true}});
    table.constraint({{}, Unique{.columns = {"school_id", "name"}, .include = {"rank"}}, "no namesakes"});
    table.constraint({{},
                      Unique{.columns = {"school_id", "email"},
                             .nulls_not_distinct = true,
                             .deferral = Deferral::initially_immediate}});
    table.index({}, {on_expression("lower(email)"), key<&Mage::born>().desc()});
    table.index("mages_by_name",
                {key<&Mage::name>().with_operator_class("varchar_pattern_ops"), key<&Mage::name>().collate("C"),
                 key<&Mage::born>().desc().nulls_order(NullsOrder::last),
                 key<&Mage::wakes_at>().nulls_order(NullsOrder::first)},
                {.include = {"rank"}, .where = "school_id > 0", .with = {{"fillfactor", "80"}}});
    table.index("one_birthday", {key<&Mage::school_id>(), key<&Mage::born>()},
                {.unique = true, .nulls_not_distinct = true});
}

void describe(model::TableBuilder<Lesson>& table);
void describe(model::TableBuilder<Lesson>& table) {
    table.name({"library", "lessons"});
    table.column<&Lesson::school_id>();
    table.column<&Lesson::number>();
    table.column<&Lesson::title>(character(20));
    table.column<&Lesson::room>();
    table.column<&Lesson::during>(sql_type("tstzrange"));
    table.column<&Lesson::seats>().check("seats BETWEEN 1 AND 30").server_default("12");
    table.primary_key(columns<&Lesson::school_id, &Lesson::number>());
    table.unique(columns<&Lesson::number, &Lesson::title>());
    table.foreign_key(columns<&Lesson::school_id>(), "schools", {"id"}, {.not_valid = true});
    table.constraint({{}, Exclude{.elements = {{"room", "="}, {"during", "&&"}}, .where = "room <> 'yard'"}});
    table.constraint(
        {"no_two_lessons", Exclude{.elements = {{"school_id", "="}, {"tstzrange(lower(during), NULL)", "&&"}},
                                   .deferral = Deferral::initially_deferred}});
}

void describe(model::TableBuilder<Attendance>& table);
void describe(model::TableBuilder<Attendance>& table) {
    table.name({"library", "attendances"});
    table.column<&Attendance::mage_id>().references("mages");
    table.column<&Attendance::school_id>();
    table.column<&Attendance::lesson>();
    table.column<&Attendance::mark>();
    table.column<&Attendance::place>().identity_by_default();
    table.column<&Attendance::weather>();
    table.primary_key(columns<&Attendance::mage_id, &Attendance::place>(), "one_attendance");
    table.foreign_key(columns<&Attendance::school_id, &Attendance::lesson>(), {"library", "lessons"},
                      {"school_id", "number"},
                      {.on_delete = ReferentialAction::set_default,
                       .on_update = ReferentialAction::cascade,
                       .match = MatchKind::full,
                       .deferral = Deferral::initially_immediate});
    table.constraint({"mark_is_fair", Check{.expression = "mark IN (1, 2, 3)", .no_inherit = true}, "by the ministry"});
}

void describe(model::TableBuilder<Sighting>& table);
void describe(model::TableBuilder<Sighting>& table) {
    table.name("sightings");
    table.partition_by("RANGE (seen_at)");
    table.column<&Sighting::id>(bigserial());
    table.column<&Sighting::seen_at>(timestamp());
    table.column<&Sighting::beast>(varchar(40)).index();
    table.primary_key(columns<&Sighting::id, &Sighting::seen_at>());
}

void describe(model::TableBuilder<Draft>& table);
void describe(model::TableBuilder<Draft>& table) {
    table.name("drafts of \"spells\"");
    table.unlogged();
    table.row_security();
    table.column<&Draft::id>(smallserial());
    table.column<&Draft::text>();
    table.column<&Draft::burnt>().server_default("false");
    table.primary_key({"id"}, "drafts_by_number");
}

namespace {

using Kind = RawObject::Kind;

RawObject object(Kind kind, ObjectName name, std::string definition) {
    RawObject made;
    made.kind = kind;
    made.name = std::move(name);
    made.definition = {std::move(definition)};
    return made;
}

RawObject on_table(Kind kind, const char* name, const char* table, std::string definition) {
    RawObject made = object(kind, name, std::move(definition));
    made.table = table;
    return made;
}

RawObject with_arguments(RawObject object, std::string arguments, std::string comment = {}) {
    object.arguments = std::move(arguments);
    object.comment = std::move(comment);
    return object;
}

std::vector<RawObject> objects() {
    return {
        object(Kind::extension, "btree_gist", "CREATE EXTENSION btree_gist"),
        object(Kind::extension, "citext", "CREATE EXTENSION citext"),
        object(Kind::domain, "email", "CREATE DOMAIN email AS citext CHECK (value ~ '@')"),
        with_arguments(object(Kind::function, "is_named", R"sql(create or replace function is_named(name text)
returns boolean language sql immutable as $$ select name <> 'You-Know-Who' $$)sql"),
                       "text", "nobody is called that"),
        with_arguments(object(Kind::function, "stamp", R"sql(CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
$body$
BEGIN
    NEW.enrolled_at := now();
    RETURN NEW;
END;
$body$)sql"),
                       ""),
        with_arguments(object(Kind::function, "masters_of", R"sql(CREATE FUNCTION masters_of(school bigint)
RETURNS SETOF mages LANGUAGE sql STABLE AS 'SELECT * FROM mages WHERE school_id = school AND rank = ''MASTER''')sql"),
                       "bigint"),
        with_arguments(
            object(Kind::procedure, "expel", R"sql(CREATE PROCEDURE expel(mage integer, reason text DEFAULT 'none')
LANGUAGE sql AS 'DELETE FROM mages WHERE id = mage')sql"),
            "integer, text"),
        object(Kind::view, "grown_up", "CREATE VIEW grown_up AS SELECT * FROM mages WHERE rank IN ('MASTER')"),
        with_arguments(object(Kind::view, {"library", "busy"},
                              "CREATE VIEW library.busy WITH (security_barrier=true) AS "
                              "SELECT g.id, count(*) AS lessons FROM grown_up g "
                              "JOIN library.attendances a ON a.mage_id = g.id GROUP BY g.id"),
                       "", "who teaches"),
        object(Kind::materialized_view, "roll",
               "CREATE MATERIALIZED VIEW roll AS SELECT school_id, count(*) FROM mages GROUP BY 1"),
        on_table(Kind::trigger, "stamp_mage", "mages",
                 "CREATE TRIGGER stamp_mage BEFORE INSERT OR UPDATE OF name ON mages FOR EACH ROW "
                 "WHEN (NEW.school_id > 0) EXECUTE FUNCTION stamp()"),
        on_table(Kind::policy, "own_school", "mages",
                 "CREATE POLICY own_school ON mages AS RESTRICTIVE FOR SELECT "
                 "USING (school_id = current_setting('app.school')::bigint)"),
        on_table(Kind::policy, "no_ashes", "drafts of \"spells\"",
                 "CREATE POLICY no_ashes ON \"drafts of \"\"spells\"\"\" USING (NOT burnt) WITH CHECK (true)"),
    };
}

model::ModelOptions options() {
    model::ModelOptions options;
    options.naming = {.primary_key = "pk_{table}",
                      .unique = "uq_{table}_{columns}",
                      .foreign_key = "fk_{table}_{columns}_{referenced_table}",
                      .check = "ck_{table}_{columns}",
                      .exclude = "ex_{table}_{columns}",
                      .index = "ix_{table}_{columns}"};
    options.schemas = {"attic"};
    options.sequences = {
        {.name = "tickets",
         .type = integer(),
         .options = {.start = 50, .increment = -5, .min_value = -1000, .max_value = 1000, .cache = 3, .cycle = true},
         .comment = "drawn at the gate"},
        {.name = {"attic", "boxes"}}};
    options.objects = objects();
    options.indexes = {{.name = "roll_by_school",
                        .table = "roll",
                        .keys = {"school_id"},
                        .options = {.unique = true},
                        .comment = "for REFRESH CONCURRENTLY"}};
    options.enums = {{"season", {"SUMMER", "WINTER"}, "when it is taught"}};
    return options;
}

}  // namespace

Result<model::Models> models() {
    return model::models_of<School, Mage, Lesson, Attendance, Sighting, Draft>(options());
}

}  // namespace academy
