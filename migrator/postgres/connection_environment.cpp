// libpq itself knows the variable of each keyword.
#include "migrator/postgres/connection_environment.hpp"

#include <libpq-fe.h>

#include <map>
#include <memory>

namespace migrator::postgres {

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

void collect(const PQconninfoOption* option, std::map<std::string, std::string>& variables) {
    for (; option != nullptr && option->keyword != nullptr; ++option)
        if (option->envvar != nullptr && option->val != nullptr && option->val[0] != '\0')
            variables[option->envvar] = option->val;
}

}  // namespace

Result<std::vector<std::string>> connection_environment(const std::string& database) {
    char* complaint = nullptr;
    const Options parsed(PQconninfoParse(database.c_str(), &complaint), PQconninfoFree);
    // The complaint may repeat the string, and with it a password.
    PQfreemem(complaint);
    if (!parsed) return failure(ErrorKind::usage, "the connection string cannot be parsed");
    std::map<std::string, std::string> variables;
    const Options defaults(PQconndefaults(), PQconninfoFree);
    collect(defaults.get(), variables);
    collect(parsed.get(), variables);
    std::vector<std::string> environment;
    for (const auto& [name, value] : variables)
        environment.push_back(name + "=" + value);
    return environment;
}

}  // namespace migrator::postgres
