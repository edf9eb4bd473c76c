// What no operation reaches: its names, and a text that changes with each definition.
#pragma once

namespace migrator::introspection {

extern const char* const other_objects_query;

}  // namespace migrator::introspection
