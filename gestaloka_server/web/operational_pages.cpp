// The pages for probes and monitoring.
#include "gestaloka_server/web/operational_pages.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace gestaloka::web {

namespace {

double rounded_seconds(std::chrono::duration<double> duration) {
    return std::round(duration.count() * 1000) / 1000;
}

}  // namespace

bool is_operational(std::string_view path) {
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

Response readiness_page(const BootSnapshot& boot) {
    nlohmann::ordered_json page{{"phase", to_string(boot.phase)}, {"elapsed_seconds", rounded_seconds(boot.elapsed)}};
    if (boot.step > 0) {
        page["step"] = boot.step;
        page["steps"] = boot.step_count;
        page["revision"] = boot.revision;
        page["message"] = boot.message;
    }
    if (!boot.progress.empty()) page["progress"] = boot.progress;
    if (!boot.lock_holder.empty()) page["lock_holder"] = boot.lock_holder;
    if (!boot.error.empty()) page["error"] = boot.error;
    if (boot.applied_revisions) page["applied_revisions"] = *boot.applied_revisions;
    if (!boot.head_revision.empty()) page["head_revision"] = boot.head_revision;
    Response response;
    response.status = boot.phase == BootPhase::ready ? 200 : 503;
    response.body = page.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    if (response.status == 503) response.headers.emplace_back("Retry-After", "1");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Response operational_page(const Request& request, const BootStatus& boot, const RequestCounts& counts,
                          std::chrono::duration<double> uptime) {
    if (request.method != "GET" && request.method != "HEAD") {
        Response response = error_response(405, "method_not_allowed", "this page can only be read");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    if (request.path == "/readyz") return readiness_page(boot.snapshot());
    Response response;
    if (request.path == "/healthz") {
        response.body = "{\"status\":\"alive\"}\n";
    } else {
        response.body = render_metrics(boot.snapshot(), counts, uptime);
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    }
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace gestaloka::web
