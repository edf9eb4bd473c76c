// Accounts: the tables users and user_roles.
#include "schema/tables/account.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<User>& table) {
    table.name("users");
    table.column<&User::id>(varchar()).primary_key().index("ix_users_id");
    table.column<&User::username>(varchar(50)).unique_index("ix_users_username");
    table.column<&User::email>(varchar(255)).unique_index("ix_users_email");
    table.column<&User::hashed_password>(varchar(255));
    table.column<&User::is_active>();
    table.column<&User::is_verified>();
    table.column<&User::is_superuser>();
    table.column<&User::created_at>(timestamp());
    table.column<&User::updated_at>(timestamp());
}

void describe(model::TableBuilder<UserRole>& table) {
    table.name("user_roles");
    table.column<&UserRole::id>(varchar()).primary_key().index("ix_user_roles_id");
    table.column<&UserRole::user_id>(varchar()).references("users").index("ix_user_roles_user_id");
    table.column<&UserRole::role>(varchar(20)).check_labels("ck_user_roles_role");
    table.column<&UserRole::granted_at>(timestamp());
    table.column<&UserRole::granted_by>(varchar()).references("users");
}

}  // namespace gestaloka::schema
