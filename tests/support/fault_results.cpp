// One file a fault, one row of the table in it.
#include "tests/support/fault_results.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gestaloka::faults {

namespace {

// T1 before T10; what has no number comes last.
std::string file_name(const std::string& id) {
    if (id[0] != 'T') return "T_" + id + ".row";
    const std::size_t end = id.find_first_not_of("0123456789", 1);
    const std::string variant = end == std::string::npos ? "" : id.substr(end);
    char name[32];
    std::snprintf(name, sizeof name, "T%02d%s.row", std::atoi(id.c_str() + 1), variant.c_str());
    return name;
}

}  // namespace

void tell(const Shown& shown) {
    const char* const folder = std::getenv("FAULT_RESULTS");
    if (folder == nullptr) return;
    std::filesystem::create_directories(folder);
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", shown.seconds);
    std::ofstream(std::filesystem::path(folder) / file_name(shown.id))
        << "| " << shown.id << " | " << shown.fault << " | " << shown.required << " | " << shown.seen << " | "
        << shown.runs << " | " << seconds << " |\n";
}

}  // namespace gestaloka::faults
