// How a completed log was compiled.
#include "migrator/revision/revision.hpp"

REVISION(cc266dcfc3c1){
    .message = "Add compilation bonus system and metadata to completed logs",
    .revises = {"1767f598eb6e"},
    .upgrade = [](Operations& op) { op.add_column("completed_logs", column("compilation_metadata", json())); },
    .downgrade_loses = "compilation_metadata of every completed log",
};
