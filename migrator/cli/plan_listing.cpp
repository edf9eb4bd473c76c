// Steps as text and as JSON.
#include "migrator/cli/plan_listing.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/output.hpp"
#include "migrator/ddl/render.hpp"

namespace migrator::cli {

namespace {

// A function has no SQL; its name stands for it.
std::vector<std::string> statements_of(const PlannedStep& step) {
    std::vector<std::string> statements;
    for (const Operation& operation : step.operations) {
        if (const auto* function = std::get_if<RunFunction>(&operation))
            statements.push_back("-- C++ function \"" + function->name + "\"");
        for (std::string& sql : render(operation))
            statements.push_back(std::move(sql));
    }
    return statements;
}

std::string indented(const std::string& text, const std::string& indent) {
    std::string lines = indent;
    for (const char c : text) {
        lines += c;
        if (c == '\n') lines += indent;
    }
    return lines;
}

const char* class_of(const PlannedStep& step) {
    if (step.direction == Direction::downgrade) return "";
    return step.breaking ? "  (breaking for older servers)" : "  (additive)";
}

}  // namespace

void print_plan(const Plan& plan, std::ostream& out) {
    if (plan.steps.empty()) {
        out << "nothing to do\n";
        return;
    }
    const bool upgrade = plan.steps.front().direction == Direction::upgrade;
    out << count_of(plan.steps.size(), "revision") << (upgrade ? " to apply\n" : " to revert\n");
    for (const PlannedStep& step : plan.steps) {
        out << "\n" << step.revision->id << "  " << step.revision->message << class_of(step) << "\n";
        if (!step.replaced_rows.empty())
            out << "  replaces " << count_of(step.replaced_rows.size(), "revision") << ", "
                << step.replaced_rows.front().revision << " to " << step.replaced_rows.back().revision << "\n";
        if (!upgrade && step.revision->definition->downgrade_loses != nullptr)
            out << "  loses: " << step.revision->definition->downgrade_loses << "\n";
        for (const std::string& statement : statements_of(step))
            out << indented(statement, "    ") << (statement.starts_with("--") ? "\n" : ";\n");
    }
}

void print_plan_json(const Plan& plan, std::ostream& out) {
    auto steps = nlohmann::ordered_json::array();
    for (const PlannedStep& step : plan.steps) {
        steps.push_back({{"revision", step.revision->id},
                         {"message", step.revision->message},
                         {"direction", step.direction == Direction::upgrade ? "upgrade" : "downgrade"},
                         {"breaking", step.breaking},
                         {"checksum", step.checksum},
                         {"file", step.revision->file},
                         {"statements", statements_of(step)}});
        for (const StepRow& row : step.replaced_rows)
            steps.back()["replaces"].push_back(row.revision);
    }
    print_json({{"steps", steps}}, out);
}

}  // namespace migrator::cli
