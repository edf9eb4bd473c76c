// The kinds of SP transactions that the services write and the database never knew.
#include "migrator/revision/revision.hpp"

REVISION(cf18b2c1cf50){
    .message = "Add missing labels to sptransactiontype",
    .revises = {"f9721fcda13f"},
    .upgrade =
        [](Operations& op) {
            for (const char* label : {"MEMORY_INHERITANCE", "MOVEMENT", "EXPLORATION", "ADMIN_GRANT", "ADMIN_DEDUCT"})
                op.add_enum_value("sptransactiontype", label);
        },
    .downgrade =
        [](Operations& op) {
            // Fails, naming the label, as long as a transaction uses one of those that go.
            op.recreate_enum(
                "sptransactiontype",
                {"DAILY_RECOVERY", "PURCHASE", "ACHIEVEMENT", "EVENT_REWARD", "LOG_RESULT", "LOGIN_BONUS", "REFUND",
                 "FREE_ACTION", "LOG_DISPATCH", "LOG_ENHANCEMENT", "SYSTEM_FUNCTION", "ADJUSTMENT", "MIGRATION"},
                {{.table = "sp_transactions", .column = "transaction_type"}});
        },
};
