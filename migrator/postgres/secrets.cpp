// Better a word too much is left out than a part of a password shown.
#include "migrator/postgres/secrets.hpp"

#include <algorithm>

namespace migrator::postgres {

namespace {

constexpr std::string_view hidden = "…";

void hide_each(std::string& text, const std::string& secret) {
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + hidden.size()))
        text.replace(at, secret.size(), hidden);
}

// What stands between the user's name and the last @ of the line: a raw @ may belong to the password.
void hide_credentials_of_urls(std::string& text, const std::string& scheme) {
    for (std::size_t at = text.find(scheme); at != std::string::npos; at = text.find(scheme, at + 1)) {
        const std::size_t start = at + scheme.size();
        const std::size_t next = std::min(text.find("postgresql://", start), text.find("postgres://", start));
        const std::size_t end = std::min({text.find('\n', start), next, text.size()});
        const std::size_t mark = text.rfind('@', end);
        const std::size_t colon = text.find(':', start);
        if (mark != std::string::npos && colon < mark) text.replace(colon + 1, mark - colon - 1, hidden);
    }
}

void hide_password_values(std::string& text) {
    constexpr std::string_view keyword = "password=";
    for (std::size_t at = text.find(keyword); at != std::string::npos; at = text.find(keyword, at + keyword.size())) {
        const std::size_t start = at + keyword.size();
        const bool is_quoted = start < text.size() && text[start] == '\'';
        const std::size_t end = is_quoted ? text.find('\'', start + 1) : text.find_first_of(" \t\n&\"", start);
        const std::size_t past = std::min(end, text.size()) + (is_quoted && end != std::string::npos ? 1 : 0);
        if (past > start) text.replace(start, past - start, hidden);
    }
}

// A file's path may hold an @; an abstract socket begins with one.
bool is_host_with_credentials(const std::string& host) {
    return !host.starts_with('/') && host.find('@', 1) != std::string::npos;
}

bool holds_credentials(const std::string& value) {
    const std::size_t colon = value.find(':');
    return colon != std::string::npos && value.find('@', colon) != std::string::npos;
}

std::vector<std::string> secrets_in(const ConnectionSettings& settings) {
    // A shorter one would be found in words that have nothing to do with it.
    constexpr std::size_t shortest = 4;
    std::vector<std::string> secrets;
    for (const auto& [keyword, value] : settings.pairs) {
        if (keyword == "password" || keyword == "sslpassword") {
            // The user's name is no secret, also where it is the password.
            if (value.size() >= shortest && value != settings.get("user")) secrets.push_back(value);
            continue;
        }
        if (holds_credentials(value)) secrets.push_back(value);
        // libpq tries, and names, each part of the list.
        if (keyword == "host" && is_host_with_credentials(value))
            for (std::string& part : split_list(value))
                if (!part.empty()) secrets.push_back(std::move(part));
    }
    std::sort(secrets.begin(), secrets.end(),
              [](const std::string& one, const std::string& other) { return one.size() > other.size(); });
    return secrets;
}

}  // namespace

std::string without_secrets(std::string text) {
    hide_credentials_of_urls(text, "postgresql://");
    hide_credentials_of_urls(text, "postgres://");
    hide_password_values(text);
    return text;
}

std::string without_secrets(std::string text, const ConnectionSettings& settings) {
    for (const std::string& secret : secrets_in(settings))
        hide_each(text, secret);
    return without_secrets(std::move(text));
}

std::string without_secrets_of(const std::string& database, std::string text) {
    const auto settings = parse_connection_string(database);
    return settings.has_value() ? without_secrets(std::move(text), settings.assume_value())
                                : without_secrets(std::move(text));
}

}  // namespace migrator::postgres
