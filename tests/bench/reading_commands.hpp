// The commands that only read: whole processes against psql, and the list of a very long history.
#pragma once

#include <string>
#include <vector>

namespace gestaloka::bench {

/// Measures each reading command of the server on the migrated database `url` against `psql`, one full command line.
void measure_reading_commands(const std::string& server, const std::string& url, const std::vector<std::string>& psql);

/// Measures `history` with 10,000 registered revisions, on the empty database `url` that it stamps with all of them.
void measure_long_history(const std::string& url);

/// Measures a boot that finds 1,000,000 rows in the history of the migrated database `url`, all but its own unknown.
void measure_endless_history(const std::string& server, const std::string& url);

}  // namespace gestaloka::bench
