// Accounts: who plays, and what they may do.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Timestamp;

struct User {
    std::string id;
    std::string username;
    std::string email;
    std::string hashed_password;
    bool is_active;
    bool is_verified;
    bool is_superuser;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<User>& table);

enum class Role { admin, player, moderator };

struct UserRole {
    std::string id;
    std::string user_id;
    Role role;
    Timestamp granted_at;
    std::optional<std::string> granted_by;
};
void describe(migrator::model::TableBuilder<UserRole>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::Role> {
    using Role = gestaloka::schema::Role;
    static constexpr Label<Role> all[] = {
        {Role::admin, "ADMIN"}, {Role::player, "PLAYER"}, {Role::moderator, "MODERATOR"}};
};
