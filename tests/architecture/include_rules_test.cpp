// Who may include whom. The table is the architecture: a change of it is a decision, not a fix of this test.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "sources.hpp"

using namespace architecture;

namespace {

using Modules = std::set<std::string>;

// What each module may include beside itself.
const std::map<std::string, Modules>& allowed() {
    static const std::map<std::string, Modules> table = [] {
        std::map<std::string, Modules> rules = {
            {"support", {}},
            {"catalog", {"support"}},
            {"model", {"support", "catalog"}},
            {"operation", {"support", "catalog"}},
            {"ddl", {"support", "catalog", "operation"}},
            {"diff", {"support", "catalog", "operation", "ddl"}},
            {"introspection", {"support", "catalog", "ddl", "postgres"}},
            {"postgres", {"support", "catalog"}},
            {"cluster", {"support", "postgres"}},
            {"revision", {"support", "operation"}},
            {"run", {"support", "catalog", "operation", "ddl", "postgres", "revision"}},
            {"backup", {"support", "postgres", "cluster"}},
            {"drift",
             {"support", "catalog", "operation", "ddl", "introspection", "postgres", "cluster", "revision", "run"}},
            {"adopt", {"support", "catalog", "operation", "ddl", "drift", "postgres", "revision", "run"}},
            {"offline", {"support", "catalog", "operation", "ddl", "postgres", "revision", "run"}},
        };
        Modules work = {"support",  "catalog", "model",    "operation", "ddl",         "diff",
                        "postgres", "cluster", "revision", "run",       "environment", "introspection"};
        rules["workbench"] = work;
        work.insert("workbench");
        for (const char* later : {"author", "safety"})
            rules[later] = work;
        rules["cli"] = work;
        rules["cli"].insert({"author", "safety", "offline", "backup", "adopt", "drift"});
        rules["testing"] = rules["cli"];
        rules["testing"].insert("cli");
        return rules;
    }();
    return table;
}

std::string without_migrator(const std::string& module) {
    return module.rfind("migrator/", 0) == 0 ? module.substr(9) : module;
}

// The module that an include of ours names: a folder of migrator, or a room; "environment" for what is at the top.
std::string module_of(const std::string& include) {
    const Source target{include, {}};
    return target.module() == "migrator" ? "environment" : without_migrator(target.module());
}

bool is_allowed(const Source& source, const std::string& target) {
    const std::string room = source.path.substr(0, source.path.find('/'));
    const std::string from = without_migrator(source.module());
    const bool is_in_migrator = target != "schema" && target != "gestaloka_server" && target != "tests";
    if (room == "schema") return is_in_migrator || target == "schema";
    if (room == "gestaloka_server") return target != "tests";
    if (from == "migrator") return is_in_migrator;
    const auto rule = allowed().find(from);
    return target == from || (rule != allowed().end() && rule->second.count(target) != 0);
}

// Which folders may include a library; a trailing slash names a folder, else it is one file.
struct LibraryRule {
    const char* prefix;  // of the include
    std::vector<std::string> places;
};

const std::vector<LibraryRule> library_rules = {
    {"libpq-fe.h", {"migrator/postgres/", "migrator/model/", "migrator/cluster/", "gestaloka_server/"}},
    {"soci/", {"migrator/postgres/", "migrator/model/", "gestaloka_server/"}},
    {"boost/outcome", {"migrator/support/result.hpp"}},
    {"sodium", {"migrator/support/digest.cpp", "gestaloka_server/"}},
    {"CLI/", {"migrator/cli/", "gestaloka_server/"}},
    {"boost/beast", {"gestaloka_server/"}},
    {"boost/asio", {"gestaloka_server/"}},
    {"spdlog/", {"gestaloka_server/"}},
};

std::string place(const Source& source, const Include& include) {
    return source.path + ":" + std::to_string(include.line) + " includes " + include.target;
}

}  // namespace

TEST_CASE("a wrong direction is found") {
    const auto may_include = [](const char* path, const char* target) {
        return is_allowed(Source{path, {}}, module_of(target));
    };
    CHECK(may_include("migrator/run/apply.cpp", "migrator/ddl/render.hpp"));
    CHECK(may_include("migrator/run/apply.cpp", "migrator/run/plan.hpp"));
    CHECK(may_include("migrator/migrator.hpp", "migrator/run/migrate.hpp"));
    CHECK(may_include("schema/environment.cpp", "migrator/environment.hpp"));
    CHECK(may_include("gestaloka_server/main.cpp", "schema/environment.hpp"));
    CHECK_FALSE(may_include("migrator/support/error.cpp", "migrator/catalog/name.hpp"));
    CHECK_FALSE(may_include("migrator/ddl/render.cpp", "migrator/run/plan.hpp"));
    CHECK_FALSE(may_include("migrator/run/apply.cpp", "migrator/environment.hpp"));
    CHECK_FALSE(may_include("migrator/postgres/pin.cpp", "migrator/ddl/sql_writer.hpp"));
    CHECK_FALSE(may_include("migrator/cli/main.cpp", "schema/environment.hpp"));
    CHECK_FALSE(may_include("migrator/unheard_of/x.cpp", "migrator/support/error.hpp"));
    CHECK_FALSE(may_include("schema/tables/skill.cpp", "gestaloka_server/web/http.hpp"));
    CHECK_FALSE(may_include("gestaloka_server/main.cpp", "tests/errors/must.hpp"));
}

TEST_CASE("no folder includes what stands above it") {
    for (const Source& source : read_sources({"migrator", "schema", "gestaloka_server"}))
        for (const Include& include : includes_of(source)) {
            if (!include.is_ours) continue;
            INFO(place(source, include));
            // A path from the root says what is included; a relative one hides it.
            const std::string target = module_of(include.target);
            CHECK(include.target.find('/') != std::string::npos);
            CHECK(include.target.find("..") == std::string::npos);
            CHECK(is_allowed(source, target));
        }
}

TEST_CASE("the rules have no cycle: a folder that may be included does not include back") {
    for (const auto& [module, includes] : allowed())
        for (const std::string& included : includes) {
            INFO(module << " and " << included);
            const auto back = allowed().find(included);
            CHECK((back == allowed().end() || back->second.count(module) == 0));
        }
}

TEST_CASE("each folder of migrator has a rule") {
    for (const Source& source : read_sources({"migrator"})) {
        const std::string module = source.module();
        INFO(source.path);
        CHECK((module == "migrator" || allowed().count(without_migrator(module)) == 1));
    }
}

TEST_CASE("a library is included only where it belongs") {
    for (const Source& source : read_sources({"migrator", "schema", "gestaloka_server"}))
        for (const Include& include : includes_of(source))
            for (const LibraryRule& rule : library_rules) {
                if (include.target.rfind(rule.prefix, 0) != 0) continue;
                INFO(place(source, include));
                CHECK(std::any_of(rule.places.begin(), rule.places.end(), [&](const std::string& allowed_place) {
                    return source.path.rfind(allowed_place, 0) == 0;
                }));
            }
}

TEST_CASE("the header of a revision file is light") {
    // Everything that migrator/revision/revision.hpp reaches, by our own includes.
    std::map<std::string, Source> by_path;
    for (Source& source : read_sources({"migrator"}))
        by_path.emplace(source.path, source);
    std::set<std::string> reached;
    std::vector<std::string> to_visit = {"migrator/revision/revision.hpp"};
    while (!to_visit.empty()) {
        const std::string path = to_visit.back();
        to_visit.pop_back();
        if (!reached.insert(path).second) continue;
        for (const Include& include : includes_of(by_path.at(path))) {
            INFO(place(by_path.at(path), include));
            CHECK(include.target.rfind("soci/", 0) != 0);
            CHECK(include.target.rfind("nlohmann/", 0) != 0);
            CHECK(include.target != "libpq-fe.h");
            CHECK(include.target != "functional");
            CHECK(include.target != "iostream");
            if (include.is_ours) to_visit.push_back(include.target);
        }
    }
    CHECK(reached.size() < 20);
    CHECK(reached.count("migrator/operation/operation.hpp") == 0);
}
