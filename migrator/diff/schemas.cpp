// Schemas, and what no operation reaches.
#include <algorithm>

#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_compared(const OtherObject& other, const Plan& plan) {
    const bool is_comment = other.kind.rfind("comment", 0) == 0;
    return plan.compares(other.kind.c_str()) && (!is_comment || plan.compares("comments"));
}

}  // namespace

void compare_schemas(Plan& plan) {
    for (const std::string& name : plan.to.schemas)
        if (!has(plan.from.schemas, name)) plan.add(Phase::create_schema, CreateSchema{name});
}

void compare_others(Plan& plan) {
    std::map<std::string, std::pair<std::string, std::string>> definitions;
    for (const OtherObject& other : plan.from.others)
        if (is_compared(other, plan)) definitions[other.kind + " " + other.name].first += other.definition + "\n";
    for (const OtherObject& other : plan.to.others)
        if (is_compared(other, plan)) definitions[other.kind + " " + other.name].second += other.definition + "\n";
    for (const auto& [name, texts] : definitions) {
        if (texts.first == texts.second) continue;
        // CREATE EXTENSION brings the version along.
        const bool is_one_sided = texts.first.empty() || texts.second.empty();
        if (is_one_sided && name.rfind("version of extension", 0) == 0) continue;
        const char* how = "differs";
        if (texts.first.empty()) how = "is wanted and not there";
        if (texts.second.empty()) how = "is there and not wanted";
        plan.refuse(name + " " + how + ": no operation changes it; write it with op.execute");
    }
}

// Last of all, so that a schema is empty when it goes.
void drop_schemas(Plan& plan) {
    for (auto name = plan.from.schemas.rbegin(); name != plan.from.schemas.rend(); ++name)
        if (!has(plan.to.schemas, *name)) plan.add(Phase::drop_late, DropSchema{*name});
}

}  // namespace migrator::diff
