// `--plan`: what a run would do, printed instead of done.
#pragma once

#include "migrator/cli/command.hpp"
#include "migrator/run/plan.hpp"

namespace migrator::cli {

/// Each step with its class for older servers and its SQL.
void print_plan(const Plan& plan, std::ostream& out);
void print_plan_json(const Plan& plan, std::ostream& out);

}  // namespace migrator::cli
