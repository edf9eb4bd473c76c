// Inside or outside the transaction of a step.
#include "migrator/operation/transactional.hpp"

#include <algorithm>

#include "migrator/operation/checksum.hpp"

namespace migrator {

bool runs_outside_transaction(const Operation& operation) {
    if (const auto* create = std::get_if<CreateIndex>(&operation)) return create->concurrently;
    if (const auto* drop = std::get_if<DropIndex>(&operation)) return drop->concurrently;
    return std::holds_alternative<Backfill>(operation) || std::holds_alternative<OutsideTransaction>(operation);
}

bool runs_outside_transaction(const std::vector<Operation>& operations) {
    return !operations.empty() && runs_outside_transaction(operations.front());
}

std::string problem_of_mixture(const std::vector<Operation>& operations) {
    const auto is_outside = [](const Operation& operation) { return runs_outside_transaction(operation); };
    const auto outside = std::find_if(operations.begin(), operations.end(), is_outside);
    const auto inside = std::find_if_not(operations.begin(), operations.end(), is_outside);
    if (outside == operations.end() || inside == operations.end()) return {};
    return std::string(operation_name(*outside)) + " runs outside a transaction, " + operation_name(*inside) +
           " inside one: split the step";
}

}  // namespace migrator
