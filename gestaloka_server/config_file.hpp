// The file of --config: CLI11's TOML, read more strictly.
#pragma once

#include <CLI/CLI.hpp>

namespace gestaloka {

/// Refuses a line that is no setting of `app`, by its number and without its text: it may be a connection string in the
/// wrong place. Throws CLI::ConfigError.
class ConfigFile : public CLI::ConfigTOML {
 public:
    /// Requires: `app` outlives this.
    explicit ConfigFile(const CLI::App& app) : app_(app) {}

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;

 private:
    const CLI::App& app_;
};

}  // namespace gestaloka
