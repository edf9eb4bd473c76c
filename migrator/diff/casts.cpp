// The casts of PostgreSQL's own types, as pg_cast lists them; "char" is left out where its cast is to a character's
// code.
#include "migrator/diff/casts.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace migrator::diff {

namespace {

using Types = std::vector<std::string_view>;

bool is_one_of(const std::string& type, const Types& types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

const Types strings = {"text", "character varying", "character", "name"};
const Types integers = {"smallint", "integer", "bigint"};
const Types numbers = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
// Types between which there are no other casts than those below.
const Types known = {"smallint",
                     "integer",
                     "bigint",
                     "numeric",
                     "real",
                     "double precision",
                     "money",
                     "boolean",
                     "date",
                     "timestamp without time zone",
                     "timestamp with time zone",
                     "time without time zone",
                     "time with time zone",
                     "interval",
                     "uuid",
                     "bytea",
                     "inet",
                     "cidr",
                     "macaddr",
                     "macaddr8",
                     "point",
                     "box",
                     "circle",
                     "lseg",
                     "line",
                     "path",
                     "polygon",
                     "int4range",
                     "int8range",
                     "numrange",
                     "daterange",
                     "tsrange",
                     "tstzrange"};

struct Casts {
    Types from = {};
    Types to = {};
    Cast cast = Cast::assignment;
};

const std::vector<Casts>& casts() {
    const Types timestamps = {"timestamp without time zone", "timestamp with time zone"};
    const Types bits = {"bit", "bit varying"};
    static const std::vector<Casts> list = {
        {numbers, numbers},
        {{"bigint", "integer", "numeric"}, {"money"}},
        {{"money"}, {"numeric"}},
        {integers, {"oid"}},
        {{"oid"}, {"integer", "bigint"}},
        {{"integer"}, {"boolean", "bit"}, Cast::on_request},
        {{"bigint"}, {"bit"}, Cast::on_request},
        {{"boolean"}, {"integer"}, Cast::on_request},
        {{"bit"}, {"integer", "bigint"}, Cast::on_request},
        {bits, bits},
        {{"date"}, timestamps},
        {timestamps, timestamps},
        {timestamps, {"date", "time without time zone"}},
        {{"timestamp with time zone"}, {"time with time zone"}},
        {{"time without time zone"}, {"time with time zone", "interval"}},
        {{"time with time zone", "interval"}, {"time without time zone"}},
        {{"json", "jsonb"}, {"json", "jsonb"}},
        {{"jsonb"}, numbers, Cast::on_request},
        {{"jsonb"}, {"boolean"}, Cast::on_request},
        {strings, {"xml"}, Cast::on_request},
        {strings, {"\"char\""}},
        {{"inet", "cidr"}, {"inet", "cidr"}},
        {{"macaddr", "macaddr8"}, {"macaddr", "macaddr8"}},
        {{"point"}, {"box"}},
        {{"path"}, {"polygon"}},
        {{"polygon"}, {"path"}},
        {{"box"}, {"polygon"}},
        {{"box"}, {"point", "lseg", "circle"}, Cast::on_request},
        {{"circle"}, {"point", "box", "polygon"}, Cast::on_request},
        {{"polygon"}, {"point", "box", "circle"}, Cast::on_request},
        {{"lseg"}, {"point"}, Cast::on_request},
    };
    return list;
}

}  // namespace

Cast cast_between(const std::string& from, const std::string& to) {
    // Whatever can be printed is stored in a string.
    if (is_string(to)) return Cast::assignment;
    Cast best = Cast::none;
    for (const Casts& each : casts())
        if (is_one_of(from, each.from) && is_one_of(to, each.to)) best = std::max(best, each.cast);
    return best;
}

bool is_cast_known(const std::string& type) {
    return is_one_of(type, known);
}

bool is_string(const std::string& type) {
    return is_one_of(type, strings);
}

bool is_number(const std::string& type) {
    return is_one_of(type, numbers);
}

bool is_integer(const std::string& type) {
    return is_one_of(type, integers);
}

}  // namespace migrator::diff
