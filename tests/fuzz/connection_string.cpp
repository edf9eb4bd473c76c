// No connection string, readable or not, gives its password away: not in an error, not in what is shown of it.
#include "migrator/postgres/connection_environment.hpp"
#include "migrator/postgres/connection_settings.hpp"
#include "migrator/postgres/connection_url.hpp"
#include "migrator/postgres/secrets.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace migrator;

constexpr std::string_view secret = "Xq7pass9word";

bool tells(const std::string& text) {
    return text.find(secret) != std::string::npos;
}

// The secret stands where a password is meant, with anything behind it.
std::string with_secret(fuzz::Input& input) {
    constexpr std::array<std::string_view, 9> forms = {"postgresql://gestaloka:",
                                                       "host=localhost password=",
                                                       "password='",
                                                       "postgres://u:12/",
                                                       "postgresql://u:open@",
                                                       "postgresql://u:open/",
                                                       "postgresql://h?password=open@",
                                                       "postgresql://u:a:b?c#d",
                                                       ""};
    std::string text = input.choice(forms);
    text += secret;
    text += input.rest();
    return text.substr(0, text.find('\0'));
}

void check_refusal(const Error& error) {
    if (error.kind() != ErrorKind::usage) fuzz::broken("it is told as a mistake of the user");
    if (tells(full_text(error))) fuzz::broken("no password is in an error");
}

// As libpq does when a server does not answer to it: every value but the password.
void check_words(const postgres::ConnectionSettings& settings) {
    std::string words;
    for (const auto& [keyword, value] : settings.pairs)
        if (keyword != "password") words += keyword + " \"" + value + "\"; ";
    if (tells(postgres::without_secrets(words, settings))) fuzz::broken("no password is in what a server says");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::string text = with_secret(input);
    // Also where a user or a database is meant, or a URL whose end of the password is missing: then it is no secret.
    const std::size_t at = text.find(secret);
    if (at != text.rfind(secret)) return 0;
    const std::size_t end = text.find_first_of("@?", at);
    if (postgres::is_connection_url(text) && (end == std::string::npos || text[end] != '@')) return 0;
    if (postgres::is_connection_url(text) && tells(postgres::shown_url(text)))
        fuzz::broken("no password is in what is shown of a URL");
    const auto environment = postgres::connection_environment(text);
    if (!environment.has_value()) check_refusal(environment.assume_error());
    const auto settings = postgres::parse_connection_string(text);
    if (!settings.has_value()) {
        check_refusal(settings.assume_error());
        return 0;
    }
    check_words(settings.assume_value());
    const auto complete = postgres::complete_settings(settings.assume_value());
    if (!complete.has_value()) check_refusal(complete.assume_error());
    return 0;
}
