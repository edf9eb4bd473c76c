// Which handler answers a request: routes as templates such as "/api/v1/characters/{id}".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gestaloka_server/web/http.hpp"

namespace gestaloka::web {

/// Called on a worker thread, by several at once.
using Handler = std::function<Response(const Request&)>;

struct Route {
    std::string method;
    std::string path_template;
    Handler handler;
};

/// What a router says of a request.
struct Match {
    const Route* route = nullptr;    ///< null when none answers
    std::string_view path_template;  ///< of the route; also set when only the method is wrong. Empty: unknown path
    std::string allow;               ///< the methods of this path, when the method is wrong
};

class Router {
 public:
    /// A segment `{name}` matches any one segment that is not empty.
    void add(std::string method, std::string path_template, Handler handler);

    /// Finds the route of `request` and fills in its parameters. The match is valid as long as the router.
    Match match(Request& request) const;

    const std::vector<Route>& routes() const { return routes_; }

 private:
    std::vector<Route> routes_;
};

}  // namespace gestaloka::web
