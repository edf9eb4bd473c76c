// Rights are told as other objects, by kind and name.
#include "migrator/catalog/rights.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace migrator {

void leave_out_rights_beside(const Catalog& wanted, Catalog& catalog) {
    std::set<std::pair<std::string, std::string>> given;
    for (const OtherObject& object : wanted.others)
        given.emplace(object.kind, object.name);
    const auto is_beside = [&](const OtherObject& object) {
        const bool is_right = object.kind == "grant" || object.kind == "default privileges";
        return is_right && !given.contains({object.kind, object.name});
    };
    std::erase_if(catalog.others, is_beside);
}

}  // namespace migrator
