// A program without models and revisions is enough: both sides are databases.
#include "diff_command.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

namespace convergence {

using migrator::testing::Answer;
using migrator::testing::Console;

namespace {

const migrator::Environment& no_models() {
    static const std::vector<migrator::RegisteredRevision> no_revisions;
    static const migrator::Environment environment{no_revisions};
    return environment;
}

// `migrate diff` takes a URL; a connection string of keywords is no side of a comparison.
std::string as_url(const std::string& keywords) {
    std::string database;
    std::string rest;
    std::istringstream words(keywords);
    for (std::string word; words >> word;) {
        if (word.rfind("dbname=", 0) == 0)
            database = word.substr(word.find('=') + 1);
        else
            rest += (rest.empty() ? "?" : "&") + word;
    }
    return "postgresql:///" + database + rest;
}

}  // namespace

Answer run_diff(const std::string& from, const std::string& to, const std::string& words) {
    const Console console(no_models());
    return console.run("diff '" + as_url(from) + "' '" + as_url(to) + "' " + words);
}

std::string failure_of_refusal(const std::string& from, const std::string& to, const std::string& part) {
    const Answer script = run_diff(from, to, "--sql");
    if (script.code != differences_found || !script.out.empty())
        return "--sql ended with " + std::to_string(script.code) + " and printed:\n" + script.out + script.err;
    if (script.err.find("no statements lead there: ") == std::string::npos) return "--sql says: " + script.err;
    const Answer told = run_diff(from, to, "--json");
    if (told.code != differences_found) return "--json ended with " + std::to_string(told.code) + "\n";
    const auto answer = nlohmann::json::parse(told.out);
    for (const auto& refusal : answer.at("refusals"))
        if (refusal.get<std::string>().find(part) != std::string::npos) return {};
    return "not refused:\n" + told.out;
}

}  // namespace convergence
