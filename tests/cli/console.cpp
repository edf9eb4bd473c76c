// Splitting words, and telling errors as a process would.
#include "console.hpp"

#include "migrator/support/try.hpp"

namespace migrator::testing {

namespace {

std::vector<std::string> split_words(const std::string& text) {
    std::vector<std::string> words;
    bool is_quoted = false;
    bool is_inside = false;
    for (const char c : text) {
        if (c == '\'') {
            is_quoted = !is_quoted;
            if (!is_inside) words.emplace_back();
            is_inside = true;
        } else if (c == ' ' && !is_quoted) {
            is_inside = false;
        } else {
            if (!is_inside) words.emplace_back();
            is_inside = true;
            words.back() += c;
        }
    }
    return words;
}

}  // namespace

Console::Console(const Environment& environment, std::string database)
    : environment_(environment), database_(std::move(database)) {}

Answer Console::run(const std::string& words) const {
    const auto settings = [] {
        RunOptions options;
        options.application = "console";
        options.application_version = "1.0";
        return options;
    };
    const auto open = [&, this]() -> Result<RunOptions> {
        if (database_.empty()) return failure(ErrorKind::unavailable, "this console has no database");
        RunOptions options = settings();
        options.database = database_;
        return options;
    };
    const auto run_in = [&](std::ostream& out) -> Result<void> {
        TRY(const Registry registry, Registry::create(environment_.revisions));
        Observer observer;
        return cli::run_command(commands, split_words(words), {environment_, registry, observer, out, open, settings});
    };
    std::ostringstream out;
    const auto done = run_in(out);
    if (done.has_value()) return {0, out.str(), ""};
    return {exit_code(done.assume_error().kind()), out.str(), full_text(done.assume_error())};
}

}  // namespace migrator::testing
