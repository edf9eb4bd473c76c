// Squashes of the game's chain: written, compiled, loaded, and run on new databases, which are then what the range
// makes.
#include <dlfcn.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "migrator/author/squash.hpp"
#include "migrator/drift/expected.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/ddl/schema_dump.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Environment& environment() {
    return gestaloka::schema::environment();
}

struct Written {
    std::string range;
    std::string id;
    author::Squash squash = {};
    const Revision* revision = nullptr;
};

author::Squash squash_of(const std::string& range, author::DataSteps data_steps) {
    const Registry registry = registry_of(environment());
    return must(author::make_squash(environment(), registry, must(find_squash_range(registry, range)), data_steps));
}

// The files as they are written, in one library that is loaded into this program.
std::vector<Written> compile(const std::vector<std::string>& ranges) {
    const gestaloka::test::TemporaryDirectory directory;
    const std::string path = directory.path().string();
    std::vector<Written> all;
    std::ofstream unit(path + "/squashes.cpp");
    for (const std::string& range : ranges) {
        INFO(range);
        Written written{range, "50005000000" + std::string(1, static_cast<char>('a' + all.size())),
                        squash_of(range, author::DataSteps::leave_out)};
        written.squash.revision.id = written.id;
        written.squash.revision.message = "Squash " + range;
        const author::RevisionFile file = author::write_revision(written.squash.revision);
        std::ofstream(path + "/" + file.name) << file.text;
        unit << "#include \"" << file.name << "\"\n";
        all.push_back(std::move(written));
    }
    unit.close();
    const std::string command = TEST_COMPILER " " TEST_CXX_FLAGS
                                              " -std=c++20 -O0 -fPIC -shared -Wall -Wextra -Werror "
                                              "-I" PROJECT_SOURCE_TREE " " +
                                path + "/squashes.cpp -o " + path + "/squashes.so";
    REQUIRE(std::system(command.c_str()) == 0);
    // Never unloaded: the registries of this program point into it.
    void* const library = ::dlopen((path + "/squashes.so").c_str(), RTLD_NOW | RTLD_NODELETE);
    INFO((library == nullptr ? ::dlerror() : ""));
    REQUIRE(library != nullptr);
    for (Written& written : all)
        written.revision = static_cast<const Revision*>(::dlsym(library, ("revision_" + written.id).c_str()));
    return all;
}

const std::vector<Written>& squashes() {
    static const std::vector<Written> all = compile(
        {"base:3205fd04cad5", "base:33c5967e2536", "base:head", "548c7fd6bf43:06aafb457714",
         "c1e62d1312f8:827abea3f8da", "2ba9f043f2c5:cc266dcfc3c1", "bd0260bf1fd1:860dcd753031", "cf18b2c1cf50:head"});
    return all;
}

// The schema as pg_dump prints it, with the two forms in which PostgreSQL prints one IN list made one.
std::string dump_of(const TestDatabase& database) {
    static const std::regex element(R"re(\(('[^']*'::character varying)\)::text)re");
    static const std::regex whole(R"re(\((ARRAY\[[^\]]*\])\)::text\[\])re");
    const std::string dump = std::regex_replace(schema_dump(database.url()), element, "$1");
    return std::regex_replace(dump, whole, "$1");
}

// The same without the order of columns: a column that comes back comes last.
CatalogFacts facts(const TestDatabase& database) {
    auto session = database.connect();
    return facts_of(must(read_live_catalog(session, {})));
}

enum class Files { kept, deleted };

Registry registry_with(const Written& written, Files files) {
    std::vector<RegisteredRevision> list;
    for (const RegisteredRevision& revision : environment().revisions) {
        bool is_replaced = false;
        for (const ReplacedRevision& replaced : written.squash.revision.replaces)
            is_replaced = is_replaced || replaced.id == revision.id;
        if (files == Files::kept || !is_replaced) list.push_back(revision);
    }
    list.push_back({written.id.c_str(), "squash.cpp", written.revision});
    return must(Registry::create(list));
}

RunReport upgrade_to_head(const std::string& url, const Registry& registry, const std::string& target = "head") {
    RunOptions options;
    options.database = url;
    Observer quiet;
    RunReport report;
    must(upgrade(options, registry, target, quiet, report));
    return report;
}

// The history's words, without those that only tell of the run.
std::string history_of(const TestDatabase& database, const char* columns) {
    auto session = database.connect();
    const auto rows = must(session.query(std::string("SELECT string_agg(concat_ws(' ', ") + columns +
                                         "), E'\\n' ORDER BY sequence) FROM migrator.history"));
    return std::string(rows.text(0, 0));
}

constexpr const char* whole_row = "revision, parents, message, checksum, state, breaking";
constexpr const char* without_message = "revision, parents, checksum, state, breaking";

}  // namespace

TEST_CASE("a new database that ran a squash is what its range makes, and has its history") {
    const TestDatabase by_range(environment());
    for (const Written& written : squashes()) {
        INFO(written.range);
        const std::size_t replaced = written.squash.revision.replaces.size();
        REQUIRE(replaced >= 2);
        const Registry kept = registry_with(written, Files::kept);
        must(check_steps(kept));
        const TestDatabase database;
        const RunReport report = upgrade_to_head(database.url(), kept);
        CHECK(report.steps.size() == environment().revisions.size() - replaced + 1);
        CHECK(difference(dump_of(by_range), dump_of(database)) == "");
        CHECK(history_of(database, whole_row) == history_of(by_range, whole_row));
        const Registry deleted = registry_with(written, Files::deleted);
        must(check_steps(deleted));
        const TestDatabase later;
        upgrade_to_head(later.url(), deleted);
        CHECK(difference(dump_of(by_range), dump_of(later)) == "");
        CHECK(history_of(later, without_message) == history_of(by_range, without_message));
        INFO("the whole range is applied, so the squash counts as applied");
        const TestDatabase old(environment());
        CHECK(upgrade_to_head(old.url(), deleted).steps.empty());
    }
}

TEST_CASE("a squash goes down to what stood before its range") {
    for (const Written& written : squashes()) {
        INFO(written.range);
        const Registry registry = registry_with(written, Files::deleted);
        const std::string& first_parent =
            written.squash.revision.parents.empty() ? std::string("base") : written.squash.revision.parents.front();
        const TestDatabase before;
        if (first_parent != "base") upgrade_to_head(before.url(), registry, first_parent);
        const TestDatabase database;
        upgrade_to_head(database.url(), registry, written.id);
        RunOptions options;
        options.database = database.url();
        Observer quiet;
        RunReport report;
        must(downgrade(options, registry, first_parent, quiet, report));
        REQUIRE(report.steps.size() == 1);
        CHECK(side_by_side(compare_facts(facts(before), facts(database))) == "");
    }
}

TEST_CASE("a database inside the range goes on along the old revisions to the same schema") {
    const Written& all = squashes()[2];
    REQUIRE(all.range == "base:head");
    const TestDatabase by_range(environment());
    const Registry registry = registry_with(all, Files::kept);
    for (const char* at : {"c8ab2c1be277", "827abea3f8da", "b9b93fc3808e"}) {
        INFO(at);
        const TestDatabase database;
        upgrade_to_head(database.url(), registry_of(environment()), at);
        const RunReport report = upgrade_to_head(database.url(), registry);
        for (const AppliedStep& step : report.steps)
            CHECK(step.revision != all.id);
        CHECK(difference(dump_of(by_range), dump_of(database)) == "");
        CHECK(history_of(database, whole_row) == history_of(by_range, whole_row));
    }
}
