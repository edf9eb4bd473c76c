// The enum type that e7df83f16da7 left behind without a column.
#include "migrator/revision/revision.hpp"

REVISION(e92cb302bed3){
    .message = "Drop the orphaned enum type logcontractstatus",
    .revises = {"ddaf5fd5014d"},
    .upgrade =
        [](Operations& op) {
            op.drop_enum("logcontractstatus",
                         {"PENDING", "ACCEPTED", "ACTIVE", "DEPLOYED", "COMPLETED", "EXPIRED", "CANCELLED"});
        },
    .compatibility = Compatibility::additive,
    .compatibility_reason = "no column has used the type since e7df83f16da7",
};
