// Dispatch reports tell of trade and special deeds. (The objective types of the message came later: 5bd80a19c88f.)
#include "migrator/revision/revision.hpp"

REVISION(4dce687c18a9){
    .message = "add new dispatch objective types",
    .revises = {"06aafb457714"},
    .upgrade =
        [](Operations& op) {
            op.add_column("dispatch_reports", column("economic_details", json()));
            op.add_column("dispatch_reports", column("special_achievements", json()));
        },
    .downgrade_loses = "economic_details and special_achievements of every dispatch report",
};
