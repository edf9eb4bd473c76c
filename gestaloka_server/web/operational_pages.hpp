// The pages for probes and monitoring: /healthz, /readyz and /metrics.
#pragma once

#include <chrono>
#include <string_view>

#include "gestaloka_server/web/boot_status.hpp"
#include "gestaloka_server/web/http.hpp"
#include "gestaloka_server/web/metrics.hpp"

namespace gestaloka::web {

bool is_operational(std::string_view path);

/// Answers a request for one of the pages. Touches no database and never blocks.
/// Requires: `is_operational(request.path)`.
Response operational_page(const Request& request, const BootStatus& boot, const RequestCounts& counts,
                          std::chrono::duration<double> uptime);

/// 200 when ready, 503 otherwise; the body tells how far the boot is.
Response readiness_page(const BootSnapshot& boot);

}  // namespace gestaloka::web
