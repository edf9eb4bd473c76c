// Energy is called mp, with the values kept.
#include "migrator/revision/revision.hpp"

REVISION(2bbcec8822fa){
    .message = "rename energy to mp in character_stats",
    .revises = {"feb673044f6d"},
    .upgrade =
        [](Operations& op) {
            op.rename_column("character_stats", "energy", "mp");
            op.rename_column("character_stats", "max_energy", "max_mp");
        },
};
