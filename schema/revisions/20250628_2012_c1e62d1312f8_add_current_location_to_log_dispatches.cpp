// Where a dispatched log is now.
#include "migrator/revision/revision.hpp"

REVISION(c1e62d1312f8){
    .message = "Add current_location and last_location_update to LogDispatch",
    .revises = {"4dce687c18a9"},
    .upgrade =
        [](Operations& op) {
            op.add_column("log_dispatches", column("current_location", varchar()));
            op.add_column("log_dispatches", column("last_location_update", timestamp()));
        },
    .downgrade_loses = "current_location and last_location_update of every dispatch",
};
