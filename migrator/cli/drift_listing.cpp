// One object a difference.
#include "migrator/cli/drift_listing.hpp"

namespace migrator::cli {

nlohmann::ordered_json drift_json(const std::vector<Drift>& drift) {
    const auto or_null = [](const std::string& fact) {
        return fact.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(fact);
    };
    auto list = nlohmann::ordered_json::array();
    for (const Drift& one : drift)
        list.push_back({{"place", one.place}, {"expected", or_null(one.expected)}, {"found", or_null(one.found)}});
    return list;
}

}  // namespace migrator::cli
