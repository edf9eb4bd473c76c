// libpq itself knows the variable of each keyword.
#include "migrator/postgres/connection_environment.hpp"

#include <libpq-fe.h>

#include <map>
#include <memory>

#include "migrator/postgres/connection_settings.hpp"
#include "migrator/support/try.hpp"

namespace migrator::postgres {

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

}  // namespace

Result<std::vector<std::string>> connection_environment(const std::string& database) {
    TRY(const ConnectionSettings given, parse_connection_string(database));
    std::map<std::string, std::string> variables;
    const Options defaults(PQconndefaults(), PQconninfoFree);
    for (const PQconninfoOption* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->envvar == nullptr) continue;
        const std::string from_string = given.get(option->keyword);
        if (!from_string.empty())
            variables[option->envvar] = from_string;
        else if (option->val != nullptr && option->val[0] != '\0')
            variables[option->envvar] = option->val;
    }
    std::vector<std::string> environment;
    for (const auto& [name, value] : variables)
        environment.push_back(name + "=" + value);
    return environment;
}

}  // namespace migrator::postgres
