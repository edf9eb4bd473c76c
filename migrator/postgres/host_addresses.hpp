// Looking up host names with an end to the wait, which getaddrinfo does not have.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "migrator/support/interrupt.hpp"
#include "migrator/support/result.hpp"

namespace migrator::postgres {

/// False for a socket's directory, a numeric address and the default host.
bool is_host_name(const std::string& host);

/// The addresses of `host` in numbers, in the system's order; at least one. A look-up that takes too long is left to
/// itself. Errors: unavailable (no such name, no answer in time), interrupted.
Result<std::vector<std::string>> look_up(const std::string& host, std::chrono::steady_clock::time_point deadline,
                                         const Interrupt* interrupt);

}  // namespace migrator::postgres
