// The commands run in this process, as a server that mounts them would.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "migrator/cli/command.hpp"

namespace migrator::testing {

/// What a command answered.
struct Answer {
    int code = 0;  ///< the exit code of a process
    std::string out = {};
    std::string err = {};  ///< the error's full text; empty when there is none
};

/// A made-up program with its revisions and, perhaps, a database. Keeps both beyond its own life's end only by
/// reference.
class Console {
 public:
    explicit Console(const Environment& environment, std::string database = {});

    /// Runs `migrate WORDS`, split at spaces; a quoted 'part' stays together.
    Answer run(const std::string& words) const;

    std::vector<cli::CommandDefinition> commands = cli::standard_commands();

 private:
    const Environment& environment_;
    std::string database_;
};

}  // namespace migrator::testing
