// A program whose models a test changes: a lending library of one table and one enum type.
#pragma once

#include <string>

#include "migrator/environment.hpp"

namespace migrator::testing {

/// The models as the library's only revision makes them; a test changes what it is about. One for the whole process.
model::Models& library_models();
/// As they were.
void reset_library_models();
/// The column of the table `books`. Requires: it is there.
Column& book_column(const std::string& name);

/// A program with these models; what is compared, and how, is the test's to set.
Environment library();

}  // namespace migrator::testing
