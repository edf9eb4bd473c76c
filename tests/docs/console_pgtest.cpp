// What the documents show of a console is what the server prints and answers.
#include <algorithm>
#include <catch2/catch.hpp>

#include "console.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::docs;
using namespace gestaloka::test;

namespace {

constexpr std::chrono::seconds patience{120};

// Lines as the document shows them, where "..." leaves some out.
void check_lines(const std::vector<std::string>& printed, const std::vector<std::string>& shown) {
    auto place = printed.begin();
    bool something_left_out = false;
    for (const std::string& line : shown) {
        if (line == "...") {
            something_left_out = true;
            continue;
        }
        const auto is_it = [&](const std::string& found) { return without_times(found) == without_times(line); };
        if (something_left_out) place = std::find_if(place, printed.end(), is_it);
        something_left_out = false;
        INFO("shown: " << line);
        REQUIRE(place != printed.end());
        INFO("printed: " << *place);
        CHECK(is_it(*place));
        ++place;
    }
    CHECK(place == printed.end());
}

}  // namespace

TEST_CASE("the README shows what the server prints") {
    const auto exchanges = read_console(read_document("README.md"), "$ gestaloka_server --migrate-only");
    REQUIRE(exchanges.size() == 2);
    const TemporaryDirectory directory;
    for (const Exchange& exchange : exchanges) {
        REQUIRE(exchange.command == "gestaloka_server --migrate-only");
        Process server(
            {.program = GESTALOKA_SERVER_BINARY, .arguments = {"--migrate-only"}, .directory = directory.path()});
        const auto status = server.wait(patience);
        INFO(server.errors());
        REQUIRE(status);
        REQUIRE(status->code == 0);
        check_lines(lines_of(server.errors()), exchange.answer);
    }
}

TEST_CASE("the routes answer as the page of the server shows") {
    const auto exchanges = read_console(read_document("docs/server.md"), "$ api=http://127.0.0.1:8080/api/v1");
    REQUIRE(exchanges.size() > 5);
    const TemporaryDirectory directory;
    Process server(
        {.program = GESTALOKA_SERVER_BINARY, .arguments = {"--listen", "127.0.0.1:0"}, .directory = directory.path()});
    const std::string ready = "serving on http://";
    REQUIRE(server.wait_for_output(ready, patience));
    std::string address = server.errors().substr(server.errors().rfind(ready) + ready.size());
    address = address.substr(0, address.find('\n'));

    std::string script;
    for (const Exchange& exchange : exchanges)
        script += "echo '@'\n" + exchange.command + "\n";
    const std::string documented = "127.0.0.1:8080";
    script.replace(script.find(documented), documented.size(), address);
    Process shell({.program = "/bin/bash", .arguments = {"-c", script}});
    const auto status = shell.wait(patience);
    REQUIRE(status);
    INFO(shell.output() << shell.errors());
    CHECK(status->code == 0);

    std::vector<std::vector<std::string>> answers;
    for (const std::string& line : lines_of(shell.output()))
        if (line == "@")
            answers.emplace_back();
        else
            answers.back().push_back(line);
    REQUIRE(answers.size() == exchanges.size());
    for (std::size_t i = 0; i < exchanges.size(); ++i) {
        INFO(exchanges[i].command);
        REQUIRE(answers[i].size() == exchanges[i].answer.size());
        for (std::size_t j = 0; j < answers[i].size(); ++j) {
            INFO(answers[i][j] << "\nshown: " << exchanges[i].answer[j]);
            CHECK(is_as_shown(answers[i][j], exchanges[i].answer[j]));
        }
    }
}
