// A service's answer as an HTTP response.
#pragma once

#include <string>

#include "gestaloka_server/services/page.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "gestaloka_server/web/http.hpp"

namespace gestaloka::routes {

/// 400, 401, 404, 409, 503 or 500, with the JSON error.
web::Response response_of(const services::Refusal& refusal);

/// `status` and the JSON body, or the refusal.
web::Response response_of(const services::Answer<std::string>& json, int status);

/// The `limit` and `offset` of the query. Refuses what is no number or out of range.
services::Answer<services::Page> page_of(const web::Request& request);

}  // namespace gestaloka::routes
