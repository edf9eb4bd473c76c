// What ends a run of random faults.
#include "random_extent.hpp"

#include <charconv>
#include <random>
#include <stdexcept>

namespace gestaloka::faults {

namespace {

constexpr double minutes_of_a_soak = 15;
constexpr int effective_in_a_soak = 500;

template <class Number>
Number number_in(const std::string& text, const char* variable) {
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || number < 0)
        throw std::invalid_argument(std::string(variable) + " is no number: " + text);
    return number;
}

}  // namespace

bool Extent::is_reached_by(const Progress& progress) const {
    const bool has_effect = progress.effective >= least.effective || progress.rounds >= 2 * least.effective;
    return progress.rounds >= least.rounds && has_effect && progress.time >= least.time;
}

Extent extent_of(const Asked& asked, int rounds) {
    Extent extent;
    extent.first_seed =
        asked.seed ? number_in<unsigned>(*asked.seed, "FAULT_SEED") : std::random_device{}() % 1'000'000;
    const bool is_alone = asked.seed && !asked.minutes;
    extent.least.rounds = is_alone ? 1 : rounds;
    if (is_alone) return extent;
    if (asked.is_soak)
        extent.least = {rounds, effective_in_a_soak, std::chrono::duration<double>(minutes_of_a_soak * 60)};
    if (asked.minutes)
        extent.least.time = std::chrono::duration<double>(number_in<double>(*asked.minutes, "FAULT_MINUTES") * 60);
    return extent;
}

}  // namespace gestaloka::faults
