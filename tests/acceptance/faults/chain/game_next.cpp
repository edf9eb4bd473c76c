// What a newer game server migrates while older ones boot.
#include "game_next.hpp"

#include <chrono>
#include <thread>

#include "migrator/postgres/session.hpp"
#include "migrator/support/try.hpp"
#include "schema/environment.hpp"

namespace gestaloka::faults {

using namespace migrator;

namespace {

// Writes on and on, with pauses that leave the machine to others.
Result<void> work_until_told(postgres::Session& session) {
    for (;;) {
        TRY(const auto told, session.query("SELECT to_regclass('may_end') IS NOT NULL"));
        TRYV(session.run_script("INSERT INTO from_the_future DEFAULT VALUES"));
        if (told.text(0, 0) == "t") return success();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

Revision next_of(const char* head) {
    Revision next;
    next.message = "Write what is still to come";
    next.revises = {head};
    next.upgrade = [](Operations& op) {
        op.create_table("from_the_future",
                        {column("at", timestamptz()).not_null().server_default("clock_timestamp()")});
        op.run("work until told", work_until_told);
    };
    next.irreversible = "a step of a test";
    return next;
}

}  // namespace

std::vector<RegisteredRevision> game_chain_and_next() {
    std::vector<RegisteredRevision> revisions = schema::environment().revisions;
    static const auto game = Registry::create(revisions);
    if (!game.has_value()) return {};
    static const Revision next = next_of(game.assume_value().heads().back()->id.c_str());
    revisions.push_back({"f001", "next.cpp", &next});
    return revisions;
}

}  // namespace gestaloka::faults
