// Roles of users.
#include "migrator/revision/revision.hpp"

REVISION(2d1728c7de59){
    .message = "Add user roles table",
    .revises = {"d7021f88ea80"},
    .upgrade =
        [](Operations& op) {
            op.create_table("user_roles",
                            {
                                column("id", varchar()).not_null(),
                                column("user_id", varchar()).not_null(),
                                column("role", varchar(20)).not_null(),
                                column("granted_at", timestamp()).not_null(),
                                column("granted_by", varchar()),
                            },
                            {
                                primary_key({"id"}),
                                foreign_key({"user_id"}, "users", {"id"}),
                                foreign_key({"granted_by"}, "users", {"id"}),
                                check("role IN ('ADMIN', 'PLAYER', 'MODERATOR')").named("ck_user_roles_role"),
                            });
            op.create_index("ix_user_roles_id", "user_roles", {"id"});
            op.create_index("ix_user_roles_user_id", "user_roles", {"user_id"});
        },
    .downgrade_loses = "the rows of user_roles",
};
