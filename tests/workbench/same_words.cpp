// Each struct beside the SQL of its table, which PostgreSQL prints in words of its own.
#include "tests/workbench/same_words.hpp"

#include "migrator/model/list.hpp"
#include "migrator/model/table_builder.hpp"

namespace same_words {

using namespace migrator;
using model::columns;
using model::key;
using model::models_of;

enum class Mood { merry, sad };
enum class Kind { inn, bar };

struct Checked {
    int a;
    int b;
    std::string word;
};
struct Commented {
    int id;
    std::optional<std::string> note;
};
struct NullDefaults {
    std::optional<int> number;
    std::optional<std::string> word;
    std::optional<std::string> limited;
    std::optional<model::Timestamp> at;
};
struct Parent {
    int id;
};
struct Child {
    int id;
    int parent_id;
    std::optional<int> sibling_id;
};
struct Indexed {
    int id;
    std::string name;
    std::optional<std::string> surname;
    model::Json facts;
    model::Timestamp at;
    bool active;
};
struct Listed {
    Kind kind;
    std::string word;
    std::string limited;
    int number;
    Mood mood;
};
struct Defaults {
    std::string apostrophe;
    std::string backslash;
    std::string empty;
    std::string limited;
    std::string fixed;
    model::Json document;
    model::Json plain_document;
    std::vector<std::string> words;
    std::vector<int> numbers;
    std::vector<std::string> limited_words;
    model::Decimal price;
    model::Decimal whole;
    double weight;
    float ratio;
    int negative;
    long long large;
    short small;
    bool on;
    bool off;
    model::Timestamp at;
    model::Timestamp local;
    model::Date day;
    model::TimeOfDay time;
    model::Interval span;
    model::Uuid id;
    model::Inet address;
    model::Bytes bytes;
    Mood mood;
    Mood cast_mood;
    std::vector<Mood> moods;
};
struct Spelled {
    int a;
    long long b;
    short c;
    double d;
    float e;
    model::Decimal f;
    std::string g;
    std::string h;
    model::Timestamp i;
    model::Timestamp j;
    model::TimeOfDay k;
    std::vector<int> l;
    std::vector<std::string> m;
    bool n;
    std::string o;
    model::Interval p;
};
struct Counted {
    int by_serial;
    long long always;
    int by_default;
    std::optional<short> perhaps;
};
struct Quoted {
    int order;
    std::string userName;
    Kind group;
    int Table;
};
struct Computed {
    int price;
    int count;
    std::string name;
    int total;
    std::string shown;
    std::optional<bool> dear;
};
struct Sorted {
    std::string plain;
    std::string collated;
};
struct Booked {
    int room;
    std::string during;
    std::optional<int> guest;
};

}  // namespace same_words

template <>
struct migrator::model::Labels<same_words::Mood> {
    using Mood = same_words::Mood;
    static constexpr Label<Mood> all[] = {{Mood::merry, "merry"}, {Mood::sad, "it's sad"}};
    static ObjectName type() { return "mood"; }
};

template <>
struct migrator::model::Labels<same_words::Kind> {
    using Kind = same_words::Kind;
    static constexpr Label<Kind> all[] = {{Kind::inn, "INN"}, {Kind::bar, "BAR"}};
};

namespace same_words {

void describe(model::TableBuilder<Checked>& table);
void describe(model::TableBuilder<Checked>& table) {
    table.name("checked");
    table.column<&Checked::a>().check("a > 0");
    table.column<&Checked::b>().check("(b BETWEEN 1 AND 9)");
    table.column<&Checked::word>(varchar(9)).check("length(word)>2 and word like 'a%'");
    table.check({}, "a <> b");
}

void describe(model::TableBuilder<Commented>& table);
void describe(model::TableBuilder<Commented>& table) {
    table.name("commented");
    table.comment("");
    table.column<&Commented::id>().primary_key().comment("");
    table.column<&Commented::note>().comment("it's\na \"note\" \\ with %s");
}

void describe(model::TableBuilder<NullDefaults>& table);
void describe(model::TableBuilder<NullDefaults>& table) {
    table.name("null_defaults");
    table.column<&NullDefaults::number>().server_default("NULL");
    table.column<&NullDefaults::word>().server_default("null");
    table.column<&NullDefaults::limited>(varchar(10)).server_default("NULL::character varying");
    table.column<&NullDefaults::at>();
}

void describe(model::TableBuilder<Parent>& table);
void describe(model::TableBuilder<Parent>& table) {
    table.name({"public", "parents"});
    table.column<&Parent::id>().primary_key();
}

void describe(model::TableBuilder<Child>& table);
void describe(model::TableBuilder<Child>& table) {
    table.name("children");
    table.column<&Child::id>().primary_key();
    table.column<&Child::parent_id>().references({"public", "parents"}, "id", {},
                                                 {.on_delete = ReferentialAction::no_action});
    table.column<&Child::sibling_id>().references("children");
}

void describe(model::TableBuilder<Indexed>& table);
void describe(model::TableBuilder<Indexed>& table) {
    table.name("indexed");
    table.column<&Indexed::id>().primary_key();
    table.column<&Indexed::name>(varchar(50)).index();
    table.column<&Indexed::surname>();
    table.column<&Indexed::facts>();
    table.column<&Indexed::at>();
    table.column<&Indexed::active>().index("active_ones", {.where = "active = true AND (name != 'nobody')"});
    table.index("i_lower", {on_expression("lower(name)")});
    table.index("i_cast", {on_expression("(id::text)")});
    table.index("i_joined", {on_expression("name || ' ' || coalesce(surname,'')")});
    table.index("i_several", {on_expression("lower(name)"), key<&Indexed::id>(), on_expression("id+1")});
    table.index("i_path", {on_expression("facts ->> 'age'"), on_expression("(facts->'a'->>'b')::int")});
    table.index("i_day", {on_expression("date_trunc('day', at at time zone 'utc')")});
    table.index("i_expr_order", {std::move(on_expression("upper(surname)")).desc().nulls_order(NullsOrder::last)});
    table.index("i_where", {key<&Indexed::id>()}, {.unique = true, .where = "surname is not null or id in (1,2)"});
    table.index("i_asc", {key<&Indexed::name>().nulls_order(NullsOrder::last)}, {.method = "btree"});
    table.index("i_class", {key<&Indexed::name>().with_operator_class("text_ops"), key<&Indexed::facts>()});
    table.index("i_gin", {key<&Indexed::facts>().with_operator_class("jsonb_ops")}, {.method = "gin"});
}

void describe(model::TableBuilder<Listed>& table);
void describe(model::TableBuilder<Listed>& table) {
    table.name("listed");
    table.column<&Listed::kind>().check_labels();
    table.column<&Listed::word>().check("word IN ('a', 'b')");
    table.column<&Listed::limited>(varchar(20)).check("limited in ('a','b','it''s')");
    table.column<&Listed::number>().check("number NOT IN (1, 2)");
    table.column<&Listed::mood>().check("mood IN ('merry')");
}

void describe(model::TableBuilder<Defaults>& table);
void describe(model::TableBuilder<Defaults>& table) {
    table.name("defaults");
    table.column<&Defaults::apostrophe>().server_default("'it''s'");
    table.column<&Defaults::backslash>().server_default("'a\\b'");
    table.column<&Defaults::empty>().server_default("''");
    table.column<&Defaults::limited>(varchar(20)).server_default("'guest'");
    table.column<&Defaults::fixed>(character(3)).server_default("'x'");
    table.column<&Defaults::document>(json()).server_default("'{\"a\": [1,  2]}'");
    table.column<&Defaults::plain_document>().server_default("'{}'");
    table.column<&Defaults::words>().server_default("'{}'");
    table.column<&Defaults::numbers>().server_default("ARRAY[1,2]");
    table.column<&Defaults::limited_words>(array_of(varchar(5))).server_default("ARRAY[]::varchar[]");
    table.column<&Defaults::price>(numeric(10, 2)).server_default("1.50");
    table.column<&Defaults::whole>().server_default("0");
    table.column<&Defaults::weight>().server_default("1.0");
    table.column<&Defaults::ratio>().server_default("0.1");
    table.column<&Defaults::negative>().server_default("-1");
    table.column<&Defaults::large>().server_default("10000000000");
    table.column<&Defaults::small>().server_default("'7'");
    table.column<&Defaults::on>().server_default("TRUE");
    table.column<&Defaults::off>().server_default("'f'");
    table.column<&Defaults::at>().server_default("CURRENT_TIMESTAMP");
    table.column<&Defaults::local>(timestamp()).server_default("(now() at time zone 'utc')");
    table.column<&Defaults::day>().server_default("'2025-07-01'");
    table.column<&Defaults::time>().server_default("'6:30'");
    table.column<&Defaults::span>().server_default("'1 day 2 hours'::interval");
    table.column<&Defaults::id>().server_default("gen_random_uuid()");
    table.column<&Defaults::address>().server_default("'10.0.0.1'");
    table.column<&Defaults::bytes>().server_default("'\\xFF00'");
    table.column<&Defaults::mood>().server_default("'it''s sad'");
    table.column<&Defaults::cast_mood>().server_default("'merry'::mood");
    table.column<&Defaults::moods>().server_default("'{merry}'");
}

void describe(model::TableBuilder<Spelled>& table);
void describe(model::TableBuilder<Spelled>& table) {
    table.name("spelled");
    table.column<&Spelled::a>(sql_type("int4"));
    table.column<&Spelled::b>(sql_type("INT8"));
    table.column<&Spelled::c>(sql_type("int2"));
    table.column<&Spelled::d>(sql_type("float8"));
    table.column<&Spelled::e>(sql_type("float4"));
    table.column<&Spelled::f>(sql_type("decimal(10,2)"));
    table.column<&Spelled::g>(sql_type("varchar(20)"));
    table.column<&Spelled::h>(sql_type("char(5)"));
    table.column<&Spelled::i>(sql_type("timestamptz(3)"));
    table.column<&Spelled::j>(sql_type("timestamp without time zone"));
    table.column<&Spelled::k>(sql_type("time(0)"));
    table.column<&Spelled::l>(sql_type("int[]"));
    table.column<&Spelled::m>(sql_type("varchar(5)[]"));
    table.column<&Spelled::n>(sql_type("bool"));
    table.column<&Spelled::o>(sql_type("bit varying(8)"));
    table.column<&Spelled::p>(sql_type("interval day to second"));
}

void describe(model::TableBuilder<Counted>& table);
void describe(model::TableBuilder<Counted>& table) {
    table.name("counted");
    table.column<&Counted::by_serial>(serial()).primary_key();
    table.column<&Counted::always>().identity_always({.start = 1, .increment = 1, .min_value = 1, .cache = 1});
    table.column<&Counted::by_default>().identity_by_default({.start = 10});
    table.column<&Counted::perhaps>(smallserial());
}

void describe(model::TableBuilder<Quoted>& table);
void describe(model::TableBuilder<Quoted>& table) {
    table.name("Odd \"Table\" of 'select'");
    table.column<&Quoted::order>(serial()).primary_key();
    table.column<&Quoted::userName>(varchar(10)).unique().check("\"userName\" <> ''").index();
    table.column<&Quoted::group>().check_labels();
    table.column<&Quoted::Table>().references("Odd \"Table\" of 'select'", "order");
    table.unique(columns<&Quoted::group, &Quoted::Table>());
}

void describe(model::TableBuilder<Computed>& table);
void describe(model::TableBuilder<Computed>& table) {
    table.name("computed");
    table.column<&Computed::price>();
    table.column<&Computed::count>();
    table.column<&Computed::name>(varchar(20));
    table.column<&Computed::total>().generated_as("price*count + 0");
    table.column<&Computed::shown>().generated_as("lower(name) || ': ' || price");
    table.column<&Computed::dear>().generated_as("CASE WHEN price>100 THEN true ELSE false END");
}

void describe(model::TableBuilder<Sorted>& table);
void describe(model::TableBuilder<Sorted>& table) {
    table.name("sorted");
    table.storage({{"fillfactor", "90"}});
    table.column<&Sorted::plain>().collate("default");
    table.column<&Sorted::collated>(varchar(10)).collate("C").unique();
    table.unique(columns<&Sorted::plain, &Sorted::collated>());
}

void describe(model::TableBuilder<Booked>& table);
void describe(model::TableBuilder<Booked>& table) {
    table.name("booked");
    table.column<&Booked::room>();
    table.column<&Booked::during>(sql_type("tsrange"));
    table.column<&Booked::guest>();
    table.constraint(exclude({{"during", "&&"}}));
    table.constraint(exclude({{"int4range(room, guest)", "&&"}}, "gist", "room>0").named("by_range"));
    table.constraint({{}, Unique{.columns = {"guest"}, .nulls_not_distinct = true}});
}

namespace {

model::ModelOptions written_objects() {
    using Kind = RawObject::Kind;
    model::ModelOptions options;
    const auto add = [&](Kind kind, const char* name, const char* table, const char* arguments, const char* sql) {
        options.objects.push_back(
            {.kind = kind, .name = name, .table = table, .arguments = arguments, .definition = {sql}, .comment = ""});
    };
    add(Kind::domain, "year", "", "", "create domain year as int4 default 2000 check(value>=0)not null");
    add(Kind::function, "twice", "", "integer",
        "create or replace function twice(n int) returns int4 as $$ SELECT n*2 $$ language SQL");
    add(Kind::view, "everybody", "", "", "create or replace view everybody as select * from commented order by 1");
    add(Kind::materialized_view, "counts", "", "", "create materialized view counts as select count(*) from commented");
    add(Kind::function, "keep", "", "",
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
    add(Kind::trigger, "keep_note", "commented", "",
        "create trigger keep_note before update on public.commented for each row execute procedure keep()");
    add(Kind::policy, "readers", "commented", "",
        "create policy readers on commented for select to public using(true)");
    options.sequences = {{.name = "numbers", .options = {.start = 1, .increment = 1}}};
    return options;
}

}  // namespace

std::vector<Pair> pairs() {
    return {
        {"unnamed checks of a column and of a table", [] { return models_of<Checked>(); },
         "CREATE TABLE checked (a integer NOT NULL CHECK (a > 0), b integer NOT NULL CHECK (b BETWEEN 1 AND 9), "
         "word varchar(9) NOT NULL CHECK (length(word) > 2 AND word LIKE 'a%'), CHECK (a <> b))"},
        {"an empty comment, and one with signs", [] { return models_of<Commented>(); },
         "CREATE TABLE commented (id integer PRIMARY KEY, note text); COMMENT ON TABLE commented IS ''; "
         "COMMENT ON COLUMN commented.note IS E'it''s\\na \"note\" \\\\ with %s'"},
        {"the default NULL", [] { return models_of<NullDefaults>(); },
         "CREATE TABLE null_defaults (number integer, word text DEFAULT NULL, limited varchar(10) DEFAULT NULL, "
         "at timestamptz DEFAULT NULL)"},
        {"foreign keys with and without the default schema", [] { return models_of<Parent, Child>(); },
         "CREATE TABLE parents (id integer PRIMARY KEY); CREATE TABLE public.children (id integer PRIMARY KEY, "
         "parent_id integer NOT NULL REFERENCES parents ON DELETE NO ACTION, "
         "sibling_id integer REFERENCES public.children (id))"},
        {"index expressions and predicates", [] { return models_of<Indexed>(); }, R"sql(
CREATE TABLE indexed (id integer PRIMARY KEY, name varchar(50) NOT NULL, surname text, facts jsonb NOT NULL,
                      at timestamptz NOT NULL, active boolean NOT NULL);
CREATE INDEX ON indexed (name);
CREATE INDEX active_ones ON indexed (active) WHERE active = TRUE AND name <> 'nobody';
CREATE INDEX i_lower ON indexed (LOWER(name));
CREATE INDEX i_cast ON indexed ((id::text));
CREATE INDEX i_joined ON indexed ((name || ' ' || COALESCE(surname, '')));
CREATE INDEX i_several ON indexed (lower(name), id ASC, (id + 1));
CREATE INDEX i_path ON indexed ((facts ->> 'age'), (((facts -> 'a') ->> 'b')::integer));
CREATE INDEX i_day ON indexed (date_trunc('day', at AT TIME ZONE 'utc'));
CREATE INDEX i_expr_order ON indexed (upper(surname) DESC NULLS LAST);
CREATE UNIQUE INDEX i_where ON indexed (id) WHERE surname IS NOT NULL OR id IN (1, 2);
CREATE INDEX i_asc ON indexed USING btree (name ASC NULLS LAST);
CREATE INDEX i_class ON indexed (name text_ops, facts);
CREATE INDEX i_gin ON indexed USING gin (facts);
)sql"},
        {"lists of labels", [] { return models_of<Listed>(); }, R"sql(
CREATE TYPE mood AS ENUM ('merry', 'it''s sad');
CREATE TABLE listed (kind varchar NOT NULL CHECK (kind IN ('INN', 'BAR')), word text NOT NULL CHECK (word IN ('a', 'b')),
                     limited varchar(20) NOT NULL
                         CHECK (limited::text = ANY (ARRAY['a'::varchar, 'b'::varchar, 'it''s'::varchar]::text[])),
                     number integer NOT NULL CHECK (number NOT IN (1, 2)), mood mood NOT NULL CHECK (mood IN ('merry')));
)sql"},
        {"defaults of every type", [] { return models_of<Defaults>(); }, R"sql(
CREATE TYPE mood AS ENUM ('merry', 'it''s sad');
CREATE TABLE defaults (
    apostrophe text NOT NULL DEFAULT 'it''s',
    backslash text NOT NULL DEFAULT E'a\\b',
    empty text NOT NULL DEFAULT '',
    limited varchar(20) NOT NULL DEFAULT 'guest',
    fixed char(3) NOT NULL DEFAULT 'x',
    document json NOT NULL DEFAULT '{"a": [1,  2]}',
    plain_document jsonb NOT NULL DEFAULT '{}'::jsonb,
    words text[] NOT NULL DEFAULT '{}',
    numbers integer[] NOT NULL DEFAULT ARRAY[1, 2],
    limited_words varchar(5)[] NOT NULL DEFAULT ARRAY[]::varchar[],
    price numeric(10,2) NOT NULL DEFAULT 1.50,
    whole numeric NOT NULL DEFAULT 0,
    weight double precision NOT NULL DEFAULT 1.0,
    ratio real NOT NULL DEFAULT 0.1,
    negative integer NOT NULL DEFAULT -1,
    large bigint NOT NULL DEFAULT 10000000000,
    small smallint NOT NULL DEFAULT '7',
    "on" boolean NOT NULL DEFAULT true,
    off boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL DEFAULT current_timestamp,
    local timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'),
    day date NOT NULL DEFAULT '2025-07-01',
    time time NOT NULL DEFAULT '06:30:00',
    span interval NOT NULL DEFAULT '1 day 02:00',
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    address inet NOT NULL DEFAULT '10.0.0.1',
    bytes bytea NOT NULL DEFAULT '\xff00',
    mood mood NOT NULL DEFAULT 'it''s sad',
    cast_mood mood NOT NULL DEFAULT 'merry',
    moods mood[] NOT NULL DEFAULT '{merry}')
)sql"},
        {"types by their other names", [] { return models_of<Spelled>(); }, R"sql(
CREATE TABLE spelled (
    a integer NOT NULL, b bigint NOT NULL, c smallint NOT NULL, d double precision NOT NULL, e real NOT NULL,
    f numeric(10,2) NOT NULL, g character varying(20) NOT NULL, h character(5) NOT NULL,
    i timestamp(3) with time zone NOT NULL, j timestamp NOT NULL, k time(0) without time zone NOT NULL,
    l integer[] NOT NULL, m character varying(5)[] NOT NULL, n boolean NOT NULL, o varbit(8) NOT NULL,
    p interval day to second NOT NULL)
)sql"},
        {"serial and identity with options that are the defaults", [] { return models_of<Counted>(); },
         "CREATE TABLE counted (by_serial serial PRIMARY KEY, always bigint GENERATED ALWAYS AS IDENTITY, "
         "by_default integer GENERATED BY DEFAULT AS IDENTITY (START WITH 10), perhaps smallserial)"},
        {"names that need quotes", [] { return models_of<Quoted>(); }, R"sql(
CREATE TABLE "Odd ""Table"" of 'select'" (
    "order" serial PRIMARY KEY,
    "userName" varchar(10) NOT NULL UNIQUE CHECK ("userName" <> ''),
    "group" varchar NOT NULL CHECK ("group" IN ('INN', 'BAR')),
    "Table" integer NOT NULL REFERENCES "Odd ""Table"" of 'select'",
    UNIQUE ("group", "Table"));
CREATE INDEX ON "Odd ""Table"" of 'select'" ("userName");
)sql"},
        {"generated expressions", [] { return models_of<Computed>(); },
         "CREATE TABLE computed (price integer NOT NULL, count integer NOT NULL, name varchar(20) NOT NULL, "
         "total integer NOT NULL GENERATED ALWAYS AS (price * count + 0) STORED, "
         "shown text NOT NULL GENERATED ALWAYS AS (LOWER(name) || ': ' || price) STORED, "
         "dear boolean GENERATED ALWAYS AS (CASE WHEN price > 100 THEN true ELSE false END) STORED)"},
        {"collations, storage parameters and unnamed keys", [] { return models_of<Sorted>(); },
         "CREATE TABLE sorted (plain text NOT NULL, collated varchar(10) COLLATE \"C\" NOT NULL UNIQUE, "
         "UNIQUE (plain, collated)) WITH (fillfactor = 90)"},
        {"exclusion and NULLS NOT DISTINCT", [] { return models_of<Booked>(); },
         "CREATE TABLE booked (room integer NOT NULL, during tsrange NOT NULL, guest integer, "
         "EXCLUDE USING gist (during WITH &&), UNIQUE NULLS NOT DISTINCT (guest), "
         "CONSTRAINT by_range EXCLUDE USING gist (int4range(room, guest) WITH &&) WHERE (room > 0))"},
        {"objects in other words", [] { return models_of<Commented>(written_objects()); }, R"sql(
CREATE DOMAIN year AS integer DEFAULT 2000 NOT NULL CHECK (VALUE >= 0);
CREATE SEQUENCE numbers;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $body$ SELECT n*2 $body$;
CREATE FUNCTION keep() RETURNS trigger AS $$BEGIN RETURN NEW; END$$ LANGUAGE plpgsql;
CREATE TABLE commented (id integer PRIMARY KEY, note text);
COMMENT ON COLUMN commented.note IS E'it''s\na "note" \\ with %s';
CREATE VIEW everybody AS SELECT id, note FROM commented ORDER BY id;
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS count FROM commented;
CREATE TRIGGER keep_note BEFORE UPDATE ON commented FOR EACH ROW EXECUTE FUNCTION keep();
CREATE POLICY readers ON commented AS PERMISSIVE FOR SELECT USING (true);
)sql"},
    };
}

}  // namespace same_words
