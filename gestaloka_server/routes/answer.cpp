// A service's answer as an HTTP response.
#include "gestaloka_server/routes/answer.hpp"

#include <charconv>

namespace gestaloka::routes {

using services::Answer;
using services::Page;
using services::RefusalKind;

namespace {

int status_of(RefusalKind kind) {
    switch (kind) {
        case RefusalKind::invalid:
            return 400;
        case RefusalKind::unauthenticated:
            return 401;
        case RefusalKind::not_found:
            return 404;
        case RefusalKind::conflict:
            return 409;
        case RefusalKind::unavailable:
            return 503;
        case RefusalKind::internal:
            return 500;
    }
    return 500;
}

Answer<long long> query_number(const web::Request& request, const std::string& name, long long preset, long long least,
                               long long most) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return preset;
    const std::string& text = found->second;
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
        return services::refuse(
            RefusalKind::invalid, "out_of_range",
            name + " must be a number from " + std::to_string(least) + " to " + std::to_string(most), name);
    return number;
}

}  // namespace

web::Response response_of(const services::Refusal& refusal) {
    web::Response response = web::error_response(status_of(refusal.kind), refusal.code, refusal.message, refusal.field);
    if (refusal.kind == RefusalKind::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (refusal.kind == RefusalKind::unavailable) response.headers.emplace_back("Retry-After", "1");
    return response;
}

web::Response response_of(const Answer<std::string>& json, int status) {
    if (!json) return response_of(json.assume_error());
    web::Response response;
    response.status = status;
    response.body = json.assume_value();
    return response;
}

Answer<Page> page_of(const web::Request& request) {
    Page page;
    TRY_ANSWER(page.limit, query_number(request, "limit", page.limit, 1, services::max_page_rows));
    TRY_ANSWER(page.offset, query_number(request, "offset", page.offset, 0, services::max_page_offset));
    return page;
}

}  // namespace gestaloka::routes
