// Connection strings that cannot be read are refused without a word of theirs: they may hold a password.
#include "migrator/postgres/connection_environment.hpp"
#include "migrator/postgres/session.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace migrator;

constexpr std::string_view secret = "Xq7pass9word";

std::string with_secret(fuzz::Input& input) {
    constexpr std::array<std::string_view, 5> forms = {
        "postgresql://gestaloka:", "host=localhost password=", "password='", "postgres://", ""};
    std::string text = input.choice(forms);
    text += secret;
    text += input.rest();
    return text.substr(0, text.find('\0'));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto settings = postgres::connection_environment(with_secret(input));
    if (settings.has_value()) return 0;
    if (settings.assume_error().kind() != ErrorKind::usage) fuzz::broken("it is told as a mistake of the user");
    if (full_text(settings.assume_error()).find(secret) != std::string::npos)
        fuzz::broken("no password is in an error");
    return 0;
}
