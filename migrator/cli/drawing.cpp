// Lanes: each waits for the revision that it leads to.
#include "migrator/cli/drawing.hpp"

#include <algorithm>
#include <optional>

namespace migrator::cli {

namespace {

using Lane = std::optional<std::size_t>;

class Lanes {
 public:
    // The lanes that lead to `position`; a new one when it is a head.
    std::vector<std::size_t> leading_to(std::size_t position) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            if (lanes_[i] == position) found.push_back(i);
        if (found.empty()) found.push_back(open(position));
        return found;
    }

    std::size_t open(std::size_t position) {
        const auto free = std::find(lanes_.begin(), lanes_.end(), Lane());
        const auto index = static_cast<std::size_t>(free - lanes_.begin());
        if (free == lanes_.end()) lanes_.emplace_back();
        lanes_[index] = position;
        return index;
    }

    void set(std::size_t lane, Lane position) {
        lanes_[lane] = position;
        while (!lanes_.empty() && !lanes_.back())
            lanes_.pop_back();
    }

    // "| * |"
    std::string line_of(std::size_t lane) const {
        std::string text = plain();
        text.resize(std::max(text.size(), 2 * lane + 1), ' ');
        text[2 * lane] = '*';
        return text;
    }

    // From lane `first` to the lanes `others`: "|-.-." or "|-'-'".
    std::string line_between(std::size_t first, const std::vector<std::size_t>& others, char corner) const {
        std::string text = plain();
        const std::size_t last = *std::max_element(others.begin(), others.end());
        text.resize(std::max(text.size(), 2 * last + 1), ' ');
        const std::size_t begin = std::min(first, *std::min_element(others.begin(), others.end()));
        for (std::size_t i = 2 * begin + 1; i < 2 * std::max(first, last); ++i)
            if (text[i] == ' ') text[i] = '-';
        text[2 * first] = '|';
        for (const std::size_t other : others)
            text[2 * other] = corner;
        return text;
    }

 private:
    std::string plain() const {
        std::string text;
        for (const Lane& lane : lanes_)
            text += lane ? "| " : "  ";
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    }

    std::vector<Lane> lanes_;
};

}  // namespace

std::vector<DrawnLine> draw(const Registry& registry, const RevisionList& newest_first) {
    RevisionSet shown = registry.graph().set_of(Registry::positions_of(newest_first));
    std::vector<DrawnLine> lines;
    Lanes lanes;
    for (const RevisionNode* node : newest_first) {
        const std::vector<std::size_t> coming = lanes.leading_to(node->position);
        const std::size_t lane = coming.front();
        if (coming.size() > 1) {
            const std::vector<std::size_t> others(coming.begin() + 1, coming.end());
            lines.push_back({lanes.line_between(lane, others, '\''), nullptr});
            for (const std::size_t other : others)
                lanes.set(other, std::nullopt);
        }
        lines.push_back({lanes.line_of(lane), node});
        std::vector<std::size_t> parents;
        for (const std::size_t parent : registry.graph()[node->position].parents)
            if (shown.contains(parent)) parents.push_back(parent);
        if (parents.size() <= 1) {
            lanes.set(lane, parents.empty() ? Lane() : Lane(parents.front()));
            continue;
        }
        lanes.set(lane, parents.front());
        std::vector<std::size_t> parting;
        for (std::size_t i = 1; i < parents.size(); ++i)
            parting.push_back(lanes.open(parents[i]));
        lines.push_back({lanes.line_between(lane, parting, '.'), nullptr});
    }
    return lines;
}

}  // namespace migrator::cli
