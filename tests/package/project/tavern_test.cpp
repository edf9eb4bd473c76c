// The tavern's own test, without a test framework: a fresh migrated database, and the server's upgrade beside it.
#include <cstdio>

#include "migrator/testing/test_database.hpp"

namespace tavern {
const std::vector<migrator::RegisteredRevision>& registered_revisions();
}  // namespace tavern

int main() {
    const migrator::Environment environment{tavern::registered_revisions()};
    migrator::testing::TestDatabase database(environment);
    auto session = database.connect();
    auto mood = session.query("INSERT INTO guests (name) VALUES ('Aiko') RETURNING mood");
    if (!mood.has_value() || mood.assume_value().text(0, 0) != "happy") {
        std::fputs("a new guest is not happy\n", stderr);
        return 1;
    }
    std::puts("a new guest is happy");
    return 0;
}
