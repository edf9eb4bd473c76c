// Whether a database is what its history says: the history itself, the checksums, the catalog.
#pragma once

#include "migrator/drift/expected.hpp"
#include "migrator/run/damage.hpp"

namespace migrator {

struct Verification {
    std::vector<Finding> findings = {};  ///< of the history; with any, the catalog is not compared
    std::vector<Drift> drift = {};
    std::size_t applied_count = 0;
    std::vector<std::string> unknown = {};  ///< applied revisions that are not compiled in: nothing to compare with
    std::size_t pending_count = 0;
};

/// Changes nothing. Errors: those of inspect and replay; findings and drift are no errors.
Result<Verification> verify(const RunOptions& options, const Registry& registry, Observer& observer);

}  // namespace migrator
