// The names of operations that docs/diff.md lists are those that summarize gives.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <utility>

#include "migrator/diff/describe.hpp"

using namespace migrator;

namespace {

using Names = std::set<std::string>;

Names given_names() {
    Names names;
    const auto add = [&](const Operation& operation) { names.insert(summarize(operation).operation); };
    [&]<std::size_t... places>(std::index_sequence<places...>) {
        const auto add_plain = [&](const auto& operation) {
            using Kind = std::decay_t<decltype(operation)>;
            constexpr bool has_kinds = std::is_same_v<Kind, AddConstraint> || std::is_same_v<Kind, SetComment> ||
                                       std::is_same_v<Kind, CreateObject> || std::is_same_v<Kind, ReplaceObject> ||
                                       std::is_same_v<Kind, DropObject>;
            if (!has_kinds) add(operation);
        };
        (add_plain(std::variant_alternative_t<places, Operation>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<Operation>>{});
    [&]<std::size_t... places>(std::index_sequence<places...>) {
        (add(AddConstraint{"t", {"c", std::variant_alternative_t<places, ConstraintKind>{}, ""}}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<ConstraintKind>>{});
    using On = SetComment::On;
    for (const On on : {On::table, On::index, On::constraint, On::enum_type, On::sequence})
        add(SetComment{"t", {}, "x", {}, on});
    add(SetComment{"t", "a", "x", {}, On::table});
    using Kind = RawObject::Kind;
    for (const Kind kind : {Kind::extension, Kind::domain, Kind::function, Kind::procedure, Kind::view,
                            Kind::materialized_view, Kind::trigger, Kind::policy}) {
        RawObject object;
        object.kind = kind;
        add(CreateObject{object});
        add(ReplaceObject{object, {}});
        add(DropObject{object});
    }
    return names;
}

Names names_in(const std::string& text) {
    static const std::regex word("`([a-z_]+)`");
    Names names;
    for (std::sregex_iterator match(text.begin(), text.end(), word), end; match != end; ++match)
        names.insert((*match)[1].str());
    return names;
}

// "and `create_`, `replace_` or `drop_` with `extension`, …" stands for each pair.
Names documented_names() {
    std::ifstream file(PROJECT_SOURCE_TREE "/docs/diff.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const std::size_t start = page.find("`operation` is one of");
    const std::size_t pairs = page.find("and `create_`", start);
    const std::size_t kinds = page.find("with", pairs);
    const std::size_t rest = page.find("A `rewrite` hook", kinds);
    const std::size_t end = page.find("\n\n", rest);
    REQUIRE(end != std::string::npos);
    Names names = names_in(page.substr(start, pairs - start));
    names.merge(names_in(page.substr(rest, end - rest)));
    names.erase("operation");
    names.erase("rewrite");
    for (const std::string& verb : names_in(page.substr(pairs, kinds - pairs)))
        for (const std::string& kind : names_in(page.substr(kinds, rest - kinds)))
            names.insert(verb + kind);
    return names;
}

}  // namespace

TEST_CASE("the page about comparing lists each operation that a comparison can name, and no other") {
    CHECK(documented_names() == given_names());
}
