// How the figures are shown.
#pragma once

#include <string>
#include <vector>

namespace gestaloka::bench {

/// Values of one measurement.
struct Sample {
    std::vector<double> values = {};

    double median() const;
    double min() const;
};

void heading(const std::string& text);
/// `name   value unit`
void figure(const std::string& name, double value, const std::string& unit);
/// The median in milliseconds, beside its aim.
void limit(const std::string& name, const Sample& sample, double aim);
/// Ratio of two samples measured in turns, by median, beside its aim.
void ratio(const std::string& name, const Sample& ours, const Sample& theirs, double aim);

}  // namespace gestaloka::bench
