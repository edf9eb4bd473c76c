// What compiling one revision file costs.
#pragma once

namespace gestaloka::bench {

/// Compiles a revision as the build does, and an empty file with <string> and <vector>, in turns.
void measure_compile_time();

}  // namespace gestaloka::bench
