// A database whose catalog was tampered with: whatever its answers hold, they are read, compared, printed as SQL, as
// C++ and back without a crash, and a catalog does not differ from itself.
#include "migrator/author/revision_file.hpp"
#include "migrator/ddl/render.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/introspection/queries.hpp"
#include "migrator/operation/invert.hpp"
#include "tests/fuzz/answer.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace migrator;
using fuzz::Input;

// More than any of the queries has.
constexpr int column_count = 24;

// What the columns of the queries hold in a sound database, so that the bytes reach behind the first check.
constexpr std::array<std::string_view, 48> usual = {"",
                                                    "1",
                                                    "2",
                                                    "3",
                                                    "4",
                                                    "5",
                                                    "0",
                                                    "-1",
                                                    "t",
                                                    "f",
                                                    "r",
                                                    "p",
                                                    "v",
                                                    "m",
                                                    "i",
                                                    "u",
                                                    "c",
                                                    "x",
                                                    "n",
                                                    "a",
                                                    "s",
                                                    "o",
                                                    "d",
                                                    "public",
                                                    "items",
                                                    "owners",
                                                    "id",
                                                    "name",
                                                    "integer",
                                                    "text",
                                                    "{1,2}",
                                                    "{1}",
                                                    "1 2",
                                                    "1",
                                                    "0 1",
                                                    "now()",
                                                    "btree",
                                                    "length(id)",
                                                    "{0,}",
                                                    "{\"a\",b}",
                                                    "a\nb",
                                                    "a\x01"
                                                    "b",
                                                    "pg_class",
                                                    "pg_constraint",
                                                    "nextval('items_id_seq'::regclass)",
                                                    "id > 0",
                                                    "fillfactor=70",
                                                    "character varying(20)"};

fuzz::Cell cell_of(Input& input) {
    const unsigned kind = input.byte();
    constexpr unsigned null = 250;
    constexpr unsigned anything = 251;
    if (kind == null) return {};
    if (kind >= anything) return input.text();
    return std::string(usual[kind % usual.size()]);
}

postgres::ResultSet answer_of(Input& input) {
    std::vector<std::vector<fuzz::Cell>> rows(input.byte() % 5);
    for (std::vector<fuzz::Cell>& row : rows)
        for (int column = 0; column < column_count; ++column)
            row.push_back(cell_of(input));
    return fuzz::answer_of(column_count, rows);
}

Catalog catalog_of(Input& input) {
    static const CatalogScope scope;
    introspection::Reading reading{scope};
    constexpr int server_version = 150000;
    static const auto queries = introspection::catalog_queries(server_version, "");
    for (const introspection::CatalogQuery& query : queries)
        if (query.read != nullptr) query.read(answer_of(input), reading);
    return std::move(reading.catalog);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const Catalog from = catalog_of(input);
    const Catalog to = catalog_of(input);
    if (!compare(from, from).is_empty()) fuzz::broken("a catalog does not differ from itself");
    const Difference difference = compare(from, to);
    for (const Operation& operation : difference.operations)
        render(operation);
    [[maybe_unused]] const auto inverse = invert(difference.operations);
    author::NewRevision revision{.id = "2bbcec8822fa", .message = "take over what is there"};
    revision.upgrade = difference.operations;
    author::write_revision(revision);
    return 0;
}
