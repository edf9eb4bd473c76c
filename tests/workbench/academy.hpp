// Models that use everything that a description and its options offer.
#pragma once

#include "migrator/model/models.hpp"

namespace academy {

/// A school of magic: see academy.cpp.
migrator::Result<migrator::model::Models> models();

}  // namespace academy
