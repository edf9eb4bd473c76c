// Which handler answers a request.
#include "gestaloka_server/web/router.hpp"

#include <optional>
#include <utility>

namespace gestaloka::web {

namespace {

using Parameters = std::map<std::string, std::string>;

std::string_view take_segment(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::size_t end = path.find('/');
    const std::string_view segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    return segment;
}

// The parameters, if `path` has the form of `path_template`.
std::optional<Parameters> match_path(std::string_view path_template, std::string_view path) {
    Parameters parameters;
    while (!path_template.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(path_template);
        const std::string_view found = take_segment(path);
        if (wanted.starts_with('{')) {
            if (found.empty()) return {};
            parameters[std::string(wanted.substr(1, wanted.size() - 2))] = found;
        } else if (wanted != found) {
            return {};
        }
    }
    if (!path_template.empty() || !path.empty()) return {};
    return parameters;
}

}  // namespace

void Router::add(std::string method, std::string path_template, Handler handler) {
    routes_.push_back({std::move(method), std::move(path_template), std::move(handler)});
}

Match Router::match(Request& request) const {
    Match match;
    for (const Route& route : routes_) {
        auto parameters = match_path(route.path_template, request.path);
        if (!parameters) continue;
        match.path_template = route.path_template;
        if (route.method == request.method) {
            request.parameters = std::move(*parameters);
            match.route = &route;
            match.allow.clear();
            return match;
        }
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += route.method;
    }
    return match;
}

}  // namespace gestaloka::web
