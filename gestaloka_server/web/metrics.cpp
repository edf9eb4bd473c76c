// What /metrics tells.
#include "gestaloka_server/web/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace gestaloka::web {

namespace {

std::string_view known_method(std::string_view method) {
    static constexpr std::array<std::string_view, 7> known = {"GET",   "HEAD",   "POST",   "PUT",
                                                              "PATCH", "DELETE", "OPTIONS"};
    return std::ranges::find(known, method) != known.end() ? method : "other";
}

// Prometheus' text format: backslash, quote and line feed are escaped in a label's value.
std::string label_value(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '"') escaped += '\\';
        if (c == '\n')
            escaped += "\\n";
        else
            escaped += c;
    }
    return escaped;
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

}  // namespace

void RequestCounts::add(std::string_view route, std::string_view method, int status) {
    const std::lock_guard lock(mutex_);
    ++counts_[{std::string(route), std::string(known_method(method)), status}];
}

std::map<RequestCounts::Key, unsigned long long> RequestCounts::snapshot() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

std::string render_metrics(const BootSnapshot& boot, const RequestCounts& requests,
                           std::chrono::duration<double> uptime) {
    std::string text;
    const auto out = std::back_inserter(text);
    if (boot.applied_revisions) {
        head(text, "gestaloka_migrations_applied", "gauge", "Revisions applied in the database.");
        fmt::format_to(out, "gestaloka_migrations_applied {}\n", *boot.applied_revisions);
    }
    if (boot.last_migration) {
        head(text, "gestaloka_last_migration_duration_seconds", "gauge", "Duration of the migration of this boot.");
        fmt::format_to(out, "gestaloka_last_migration_duration_seconds {:.6f}\n", boot.last_migration->count());
    }
    head(text, "gestaloka_boot_phase", "gauge", "1 for the phase that the boot is in.");
    for (const BootPhase phase : boot_phases)
        fmt::format_to(out, "gestaloka_boot_phase{{phase=\"{}\"}} {}\n", to_string(phase), phase == boot.phase ? 1 : 0);
    head(text, "gestaloka_http_requests_total", "counter", "Answered requests.");
    for (const auto& [key, count] : requests.snapshot()) {
        const auto& [route, method, status] = key;
        fmt::format_to(out, "gestaloka_http_requests_total{{route=\"{}\",method=\"{}\",status=\"{}\"}} {}\n",
                       label_value(route), method, status, count);
    }
    head(text, "gestaloka_uptime_seconds", "gauge", "Seconds since the server began to listen.");
    fmt::format_to(out, "gestaloka_uptime_seconds {:.3f}\n", uptime.count());
    return text;
}

}  // namespace gestaloka::web
