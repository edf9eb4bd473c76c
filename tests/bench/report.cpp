// How the figures are shown.
#include "tests/bench/report.hpp"

#include <algorithm>
#include <cstdio>

namespace gestaloka::bench {

double Sample::median() const {
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
}

double Sample::min() const {
    return values.empty() ? 0 : *std::min_element(values.begin(), values.end());
}

void heading(const std::string& text) {
    std::printf("\n%s\n", text.c_str());
}

void figure(const std::string& name, double value, const std::string& unit) {
    std::printf("  %-52s %10.2f %s\n", name.c_str(), value, unit.c_str());
}

void limit(const std::string& name, const Sample& sample, double aim) {
    const double median = sample.median();
    std::printf("  %-52s %10.2f ms (minimum %.2f; aim %.0f: %s)\n", name.c_str(), median, sample.min(), aim,
                median <= aim ? "met" : "missed");
}

void ratio(const std::string& name, const Sample& ours, const Sample& theirs, double aim) {
    const double median = ours.median() / theirs.median();
    std::printf("  %-52s %10.2f  (by minimum %.2f; aim %.2f: %s)\n", name.c_str(), median, ours.min() / theirs.min(),
                aim, median <= aim ? "met" : "missed");
}

}  // namespace gestaloka::bench
