// Differences that no operation reaches: SQL that only one side runs, and what the refusal must name.
#pragma once

#include <string>
#include <vector>

namespace convergence {

struct Refusal {
    std::string both = {};   ///< SQL of both sides, before the rest
    std::string extra = {};  ///< SQL of one side
    std::string names = {};  ///< a part of the refusal
};

const std::vector<Refusal>& refusals();

}  // namespace convergence
