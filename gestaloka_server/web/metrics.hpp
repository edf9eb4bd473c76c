// What /metrics tells: counts of requests, and the boot, in Prometheus' text format.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

#include "gestaloka_server/web/boot_status.hpp"

namespace gestaloka::web {

/// Answered requests by route, method and status. Thread-safe.
class RequestCounts {
 public:
    using Key = std::tuple<std::string, std::string, int>;  ///< route, method, status

    /// `route` is a template, never a path: the number of label sets stays bounded. A method that HTTP does not define
    /// is counted as "other".
    void add(std::string_view route, std::string_view method, int status);

    std::map<Key, unsigned long long> snapshot() const;

 private:
    mutable std::mutex mutex_;
    std::map<Key, unsigned long long> counts_;
};

/// The text of /metrics (Prometheus' text format, version 0.0.4).
std::string render_metrics(const BootSnapshot& boot, const RequestCounts& requests,
                           std::chrono::duration<double> uptime);

}  // namespace gestaloka::web
