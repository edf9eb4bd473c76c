// The catalog queries as texts, for every supported version of PostgreSQL.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "migrator/introspection/queries.hpp"
#include "migrator/introspection/rare_objects.hpp"

using namespace migrator::introspection;

namespace {

constexpr int versions[] = {120000, 130000, 140000, 150000, 160000, 170000};

std::string texts(int version) {
    std::string all;
    for (const CatalogQuery& query : catalog_queries(version, every_rare_catalog()))
        all += query.text + ";";
    return all;
}

bool has_word(const std::string& text, const std::string& word) {
    return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

// A name of the system catalogs, and the versions that have it.
struct CatalogWord {
    const char* word;
    int since;
    int before = 1000000;
};

}  // namespace

TEST_CASE("twelve queries read a catalog, whatever the version of the server") {
    for (const int version : versions) {
        const std::vector<CatalogQuery> queries = catalog_queries(version, every_rare_catalog());
        CHECK(queries.size() == 13);
        CHECK(std::count_if(queries.begin(), queries.end(),
                            [](const CatalogQuery& query) { return query.read != nullptr; }) == 12);
    }
}

TEST_CASE("the queries name only what the version of the server has, and all of that") {
    const CatalogWord words[] = {
        {"regcollation", 130000},
        {"pubviaroot", 130000},
        {"stxstattarget", 130000},
        {"attcompression", 140000},
        {"rngmultitypid", 140000},
        {"confdelsetcols", 150000},
        {"indnullsnotdistinct", 150000},
        {"prqual", 150000},
        {"prattrs", 150000},
        {"pg_publication_namespace", 150000},
        {"colliculocale", 150000, 170000},
        {"collicurules", 160000},
        {"colllocale", 170000},
    };
    for (const int version : versions) {
        const std::string all = texts(version);
        INFO("version " << version);
        CHECK_FALSE(std::regex_search(all, std::regex(R"(\{[a-z_]+\})")));
        for (const CatalogWord& each : words) {
            INFO(each.word);
            CHECK(has_word(all, each.word) == (version >= each.since && version < each.before));
        }
    }
}
