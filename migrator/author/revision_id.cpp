// Ids of new revisions.
#include "migrator/author/revision_id.hpp"

#include <random>

namespace migrator::author {

namespace {

const RevisionNode* find_owner(const Registry& registry, const std::string& id) {
    for (const Shortcut& shortcut : registry.shortcuts())
        if (shortcut.node.id == id) return &shortcut.node;
    const RevisionNode* node = registry.find(id);
    return node != nullptr ? node : registry.find_replacing(id);
}

std::string random_digits() {
    constexpr int length = 12;
    static constexpr char digits[] = "0123456789abcdef";
    std::random_device random;
    std::uniform_int_distribution<std::size_t> digit(0, sizeof digits - 2);
    std::string id;
    for (int i = 0; i < length; ++i)
        id += digits[digit(random)];
    return id;
}

}  // namespace

std::string new_revision_id(const Registry& registry) {
    return new_revision_id(registry, random_digits);
}

std::string new_revision_id(const Registry& registry, const std::function<std::string()>& draw) {
    std::string id = draw();
    while (find_owner(registry, id) != nullptr)
        id = draw();
    return id;
}

Result<void> check_revision_id(const std::string& id, const Registry& registry) {
    if (id.empty() || id.size() > 32 || id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz_") != id.npos)
        return failure(Error(ErrorKind::usage, "\"" + id + "\" is no id of a revision")
                           .hint("use up to 32 of a-z, 0-9 and _, or leave the id out"));
    if (const RevisionNode* taken = find_owner(registry, id))
        return failure(Error(ErrorKind::usage, "the id " + id + " is taken by " + taken->file)
                           .hint("choose another one, or leave it out"));
    return success();
}

}  // namespace migrator::author
