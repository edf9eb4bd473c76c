// Whether the values of a member are values of the column that it was given.
#pragma once

#include <string>

#include "migrator/model/description.hpp"

namespace migrator::model {

/// What is wrong with the types of the columns, e.g. `has column "size" of the type character varying(5), but its
/// member holds values of integer`. Empty: nothing. A type that is not one of PostgreSQL's own in its own spelling
/// fits.
std::string defect_of_types(const Description& description);

}  // namespace migrator::model
