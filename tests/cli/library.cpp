// The revision and the models say the same in two ways.
#include "library.hpp"

#include <algorithm>
#include <stdexcept>

#include "migrator/revision/revision.hpp"

namespace migrator::testing {

namespace {

constexpr Revision add_books = {
    .message = "Add books and their state",
    .upgrade =
        [](Operations& op) {
            op.create_enum("state", {"new", "worn"});
            op.create_table("books",
                            {column("id", integer()).not_null(), column("title", varchar(100)).not_null(),
                             column("pages", integer()).server_default("1"), column("note", text()),
                             column("state", named_type("state"))},
                            {primary_key({"id"})});
            op.create_index("ix_books_title", "books", {"title"});
        },
};

const std::vector<RegisteredRevision>& revisions() {
    static const std::vector<RegisteredRevision> list = {
        {"aaaa00000001", "revisions/20260101_0900_aaaa00000001_add_books.cpp", &add_books}};
    return list;
}

model::Models described() {
    model::Models models;
    models.catalog.enums = {{"state", {"new", "worn"}, ""}};
    Table books;
    books.name = ObjectName("books");
    books.columns = {column("id", integer()).not_null(), column("title", varchar(100)).not_null(),
                     column("pages", integer()).server_default("1"), column("note", text()),
                     column("state", named_type("state"))};
    books.constraints = {primary_key({"id"}).named("books_pkey")};
    models.catalog.tables = {books};
    Index by_title;
    by_title.name = "ix_books_title";
    by_title.table = ObjectName("books");
    by_title.keys = {"title"};
    models.catalog.indexes = {by_title};
    return models;
}

}  // namespace

model::Models& library_models() {
    static model::Models models = described();
    return models;
}

void reset_library_models() {
    library_models() = described();
}

Column& book_column(const std::string& name) {
    for (Column& column : library_models().catalog.tables.front().columns)
        if (column.name == name) return column;
    throw std::runtime_error("books have no " + name);
}

Environment library() {
    return {revisions(), []() -> Result<model::Models> { return library_models(); }};
}

}  // namespace migrator::testing
