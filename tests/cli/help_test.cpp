// What `--help` says of each command, compared with a file.
#include <catch2/catch.hpp>

#include "console.hpp"
#include "golden.hpp"
#include "tavern.hpp"

using namespace migrator::testing;

TEST_CASE("each command tells how it is used") {
    const Console console(tavern());
    for (const char* name :
         {"current", "heads", "branches", "history", "show", "stamp", "ensure-version", "merge", "edit"}) {
        const Answer answer = console.run(std::string(name) + " --help");
        CHECK(answer.code == 0);
        check_golden("help_" + std::string(name) + ".txt", answer.out);
    }
}
