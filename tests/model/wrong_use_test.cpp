// Wrong uses do not compile, and say in one sentence why.
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "tests/support/temporary_directory.hpp"

namespace {

// Each wrong use is told of once; the test counts the sentences.
constexpr const char* source = R"cpp(
#include "migrator/model/list.hpp"
#include "migrator/model/rows.hpp"
#include "migrator/revision/revision.hpp"
    using namespace migrator;
    enum class Bare { a };
    enum class Twice { a, b };
    enum class Long { a };
    template <>
    struct model::Labels<Twice> {
        static constexpr Label<Twice> all[] = {{Twice::a, "A"}, {Twice::b, "A"}};
    };
    template <>
    struct model::Labels<Long> {
        static ObjectName type() { return "long"; }
        static constexpr Label<Long> all[] = {
            {Long::a, "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"}};
    };
    struct Bed {
        std::string id;
    };
    struct Room {
        unsigned size;
        Bare kind;
        std::vector<int*> lists;
        std::optional<std::optional<int>> twice;
        std::vector<std::vector<int>> matrix;
        std::string id;
        std::vector<Twice> beds;
        Long name;
    };
    void describe(model::TableBuilder<Room>& table);
    void describe(model::TableBuilder<Room>& table) {
        table.column<&Room::size>();
        table.column<&Room::kind>(varchar(20));
        table.column<&Room::lists>();
        table.column<&Room::twice>();
        table.column<&Room::matrix>();
        table.column<&Room::beds>();
        table.column<&Room::name>();
        table.column<&Bed::id>();
        table.primary_key(model::columns<&Room::id, &Bed::id>());
        table.inherits<Bed>();
        table.partition_of<Room>("DEFAULT");
    }
    void selections() {
        model::Selection<Room>().where<&Bed::id>("x");
        model::Selection<Room>().where_in<&Bed::id>({"x"});
        model::Selection<Room>().order_by<&Bed::id>();
    }
    void models() {
        static_cast<void>(model::models_of<Room, Bed>());
    }
    REVISION(abc){
        .message = "Drop beds",
        .upgrade =
            [](Operations& op) {
                UNDECIDED("drops the table beds and its rows");
                op.drop_table("beds");
            },
    };
)cpp";

constexpr const char* no_column_type = "this member's type has no column type: specialise migrator::model::Mapping";

// The lines of the compiler's output that hold "error:".
std::vector<std::string> errors_of(const std::string& code) {
    const gestaloka::test::TemporaryDirectory directory;
    const std::string path = (directory.path() / "wrong.cpp").string();
    std::ofstream(path) << code;
    const std::string command =
        std::string(TEST_COMPILER) + " -std=c++20 -fsyntax-only -I" PROJECT_SOURCE_TREE " " + path + " 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        output += static_cast<char>(c);
    const int status = ::pclose(pipe);
    INFO(output);
    CHECK(status != 0);
    std::vector<std::string> errors;
    for (std::size_t begin = 0; begin < output.size();) {
        const std::size_t end = std::min(output.find('\n', begin), output.size());
        const std::string line = output.substr(begin, end - begin);
        if (line.find("error:") != std::string::npos) errors.push_back(line);
        begin = end + 1;
    }
    return errors;
}

}  // namespace

TEST_CASE("a wrong use of the models, or an undecided step, is one readable error") {
    const std::vector<std::string> errors = errors_of(source);
    std::string all;
    for (const std::string& error : errors)
        all += error + "\n";
    INFO(all);
    const auto count = [&](const std::string& sentence) {
        return std::count_if(errors.begin(), errors.end(),
                             [&](const std::string& line) { return line.find(sentence) != std::string::npos; });
    };
    CHECK(count(no_column_type) == 5);
    CHECK(count("the member belongs to another struct") == 3);
    CHECK(count("the members belong to different structs") == 1);
    CHECK(count("a struct of this list has no `void describe(") == 1);
    CHECK(count("this struct has no `void describe(") == 1);
    CHECK(count("a table is no parent of itself") == 1);
    CHECK(count("decide, then delete this line: drops the table beds and its rows") == 1);
    CHECK(count("two labels of this enum, or the values that they are of, are the same") == 1);
    CHECK(count("a label of this enum is longer than the 63 bytes") == 1);
    CHECK(errors.size() == 15);
}
