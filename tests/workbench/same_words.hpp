// Structs that are described as users write them, for what a comparison takes for a difference again and again.
#pragma once

#include <string>
#include <vector>

#include "migrator/model/models.hpp"

namespace same_words {

/// A model and the SQL that makes the same by hand.
struct Pair {
    std::string what = {};
    migrator::Result<migrator::model::Models> (*models)() = nullptr;
    std::string sql = {};
};

std::vector<Pair> pairs();

}  // namespace same_words
