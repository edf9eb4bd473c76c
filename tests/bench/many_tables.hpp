// Reading and comparing schemas of 100, 1,000 and 10,000 tables, against pg_dump --schema-only of the same database.
#pragma once

#include <string>
#include <vector>

namespace gestaloka::bench {

/// `self`: this program, which is run again for each measured process; `server`: for the game's own models.
void measure_many_tables(const std::string& self, const std::string& server);

/// The measured process, when the words of the command line ask for one: `prepare URL TABLES`, `read URL`,
/// `compare URL`, `check TABLES`. Its exit code; -1: they ask for something else.
int run_measured(const std::vector<std::string>& words);

}  // namespace gestaloka::bench
