// Requests and responses, free of any HTTP library.
#include "gestaloka_server/web/http.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace gestaloka::web {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

enum class PlusSign { is_a_plus, is_a_space };

std::optional<std::string> percent_decoded(std::string_view text, PlusSign plus) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == PlusSign::is_a_space) {
            decoded += ' ';
            continue;
        }
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return {};
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0 || high + low == 0) return {};
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

}  // namespace

std::string_view Response::header(std::string_view name) const {
    for (const auto& [known, value] : headers)
        if (known == name) return value;
    return {};
}

Response error_response(int status, std::string_view code, std::string_view message, std::string_view field) {
    nlohmann::ordered_json error{{"code", code}, {"message", message}};
    if (!field.empty()) error["field"] = field;
    const nlohmann::ordered_json body{{"error", std::move(error)}};
    Response response;
    response.status = status;
    // A message may quote what the client sent, which need not be UTF-8.
    response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    return response;
}

bool parse_target(std::string_view target, Request& request) {
    const std::size_t question = target.find('?');
    const auto path = percent_decoded(target.substr(0, question), PlusSign::is_a_plus);
    if (!path || path->empty() || path->front() != '/' || path->find('\0') != std::string::npos) return false;
    request.path = *path;
    std::string_view rest = question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto name = percent_decoded(pair.substr(0, equals), PlusSign::is_a_space);
        const auto value = equals == std::string_view::npos
                               ? std::optional<std::string>("")
                               : percent_decoded(pair.substr(equals + 1), PlusSign::is_a_space);
        if (!name || !value) return false;
        request.query[*name] = *value;
    }
    return true;
}

}  // namespace gestaloka::web
