// Steps of every kind, to be written as C++, compiled and applied.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace author_test {

struct SampleCase {
    std::string id;  ///< of the revision
    std::string message;
    std::vector<migrator::Operation> upgrade;
};

/// The schema that every case starts from.
extern const char* const start_sql;

std::vector<SampleCase> sample_cases();

}  // namespace author_test
