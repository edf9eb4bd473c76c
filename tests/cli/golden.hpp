// Printed text compared with a file that holds it as it must be.
#pragma once

#include <string>

namespace migrator::testing {

/// Compares `text` with tests/cli/golden/NAME, a CHECK of the running case. What differs from run to run is named
/// before: times become <time>, durations <duration>, the ids of random new revisions stay the caller's business.
/// With GOLDEN_UPDATE=1 in the environment the file is written instead; read the diff before you commit it.
void check_golden(const std::string& name, const std::string& text);

/// `text` with times and durations named.
std::string normalised(const std::string& text);

}  // namespace migrator::testing
