// The revisions, written as their files would write them.
#include "tavern.hpp"

namespace migrator::testing {

namespace {

const Revision guests = {
    .message = "Add guests",
    .upgrade =
        [](Operations& op) {
            op.create_table("guests", {column("id", bigint()).not_null(), column("name", varchar(100)).not_null()});
        },
};

const Revision mood = {
    .message = "Add the mood of a guest",
    .revises = {"aaaa00000001"},
    .upgrade = [](Operations& op) { op.add_column("guests", column("mood", text())); },
    .downgrade_loses = "the moods",
};

const Revision rooms = {
    .message = "Add rooms",
    .revises = {"aaaa00000002"},
    .branch_labels = {"rooms"},
    .upgrade = [](Operations& op) { op.create_table("rooms", {column("number", integer()).not_null()}); },
};

const Revision temper = {
    .message = "Rename mood to temper",
    .revises = {"aaaa00000002"},
    .branch_labels = {"moods"},
    .upgrade = [](Operations& op) { op.rename_column("guests", "mood", "temper"); },
};

const Revision merge = {
    .message = "Merge rooms and moods",
    .revises = {"bbbb00000001", "cccc00000001"},
};

const Revision forget = {
    .message = "Forget guests without a name",
    .revises = {"dddd00000001"},
    .upgrade =
        [](Operations& op) {
            op.execute("DELETE FROM guests\nWHERE name = ''");
            op.run("count the guests", [](postgres::Session&) -> Result<void> { return success(); });
        },
    .irreversible = "deleted guests do not come back",
};

const Revision bill = {
    .message = "Add bills",
    .depends_on = {"aaaa00000001"},
    .upgrade = [](Operations& op) { op.create_table("bills", {column("guest", bigint()).not_null()}); },
};

const std::vector<RegisteredRevision>& small_list() {
    static const std::vector<RegisteredRevision> list = {
        {"aaaa00000001", "revisions/20260101_0900_aaaa00000001_add_guests.cpp", &guests},
        {"aaaa00000002", "revisions/20260102_0900_aaaa00000002_add_the_mood_of_a_guest.cpp", &mood},
    };
    return list;
}

const std::vector<RegisteredRevision>& forked_list() {
    static const std::vector<RegisteredRevision> list = [] {
        std::vector<RegisteredRevision> all = small_list();
        all.push_back({"bbbb00000001", "revisions/20260103_0900_bbbb00000001_add_rooms.cpp", &rooms});
        all.push_back({"cccc00000001", "revisions/20260104_0900_cccc00000001_rename_mood_to_temper.cpp", &temper});
        return all;
    }();
    return list;
}

const std::vector<RegisteredRevision>& whole_list() {
    static const std::vector<RegisteredRevision> list = [] {
        std::vector<RegisteredRevision> all = forked_list();
        all.push_back({"dddd00000001", "revisions/20260105_0900_dddd00000001_merge_rooms_and_moods.cpp", &merge});
        all.push_back({"eeee00000001", "revisions/20260106_0900_eeee00000001_forget_guests.cpp", &forget});
        all.push_back({"ffff00000001", "revisions/20260107_0900_ffff00000001_add_bills.cpp", &bill});
        return all;
    }();
    return list;
}

}  // namespace

const Environment& small_tavern() {
    static const Environment environment{small_list()};
    return environment;
}

const Environment& forked_tavern() {
    static const Environment environment{forked_list()};
    return environment;
}

const Environment& tavern() {
    static const Environment environment{whole_list()};
    return environment;
}

}  // namespace migrator::testing
