// Which build this is.
#include "gestaloka_server/version.hpp"

#include <fmt/format.h>

#include "schema/environment.hpp"

namespace gestaloka {

std::string server_version() {
    return GESTALOKA_SERVER_VERSION;
}

std::string version_text() {
    const std::string text = fmt::format("gestaloka_server {}", server_version());
    const auto registry = migrator::Registry::create(schema::environment().revisions);
    if (!registry.has_value()) return text + "\n" + migrator::summary(registry.assume_error());
    const auto& revisions = registry.assume_value().revisions();
    if (revisions.empty()) return text;
    const migrator::RevisionNode& newest = revisions.back();
    return fmt::format("{}\nnewest revision {} ({}), {} in all", text, newest.id, newest.message, revisions.size());
}

}  // namespace gestaloka
