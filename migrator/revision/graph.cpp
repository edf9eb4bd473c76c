// Walking up and down, and the order in which steps are taken.
#include "migrator/revision/graph.hpp"

#include <algorithm>

namespace migrator {

bool RevisionSet::is_empty() const {
    return std::find(bits_.begin(), bits_.end(), true) == bits_.end();
}

std::vector<std::size_t> RevisionSet::positions() const {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < bits_.size(); ++i)
        if (bits_[i]) positions.push_back(i);
    return positions;
}

RevisionSet& RevisionSet::operator|=(const RevisionSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i)
        if (other.bits_[i]) bits_[i] = true;
    return *this;
}

RevisionSet& RevisionSet::operator&=(const RevisionSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i)
        if (!other.bits_[i]) bits_[i] = false;
    return *this;
}

RevisionSet& RevisionSet::operator-=(const RevisionSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i)
        if (other.bits_[i]) bits_[i] = false;
    return *this;
}

Graph::Graph(std::vector<RevisionEdges> edges) : edges_(std::move(edges)) {
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        for (const std::size_t parent : edges_[i].parents)
            edges_[parent].children.push_back(i);
        for (const std::size_t dependency : edges_[i].dependencies)
            edges_[dependency].dependents.push_back(i);
        fill_below(i);
    }
}

void Graph::fill_below(std::size_t position) {
    RevisionEdges& edges = edges_[position];
    edges.below = edges.parents;
    if (edges.dependencies.empty()) return;
    RevisionSet known = none();
    for (const std::size_t ancestor : ancestors(edges.parents, Lineage::parents).positions())
        for (const std::size_t dependency : edges_[ancestor].dependencies)
            known.insert(dependency);
    for (const std::size_t parent : edges.parents)
        known.insert(parent);
    for (const std::size_t dependency : edges.dependencies)
        if (!known.contains(dependency)) edges.below.push_back(dependency);
}

RevisionSet Graph::set_of(const std::vector<std::size_t>& positions) const {
    RevisionSet set = none();
    for (const std::size_t position : positions)
        set.insert(position);
    return set;
}

// Edges point down, so one pass from the top meets each revision after all that lead to it.
RevisionSet Graph::ancestors(const std::vector<std::size_t>& starts, Lineage lineage) const {
    RevisionSet set = set_of(starts);
    const std::size_t top = starts.empty() ? 0 : *std::max_element(starts.begin(), starts.end()) + 1;
    for (std::size_t i = top; i-- > 0;) {
        if (!set.contains(i)) continue;
        for (const std::size_t parent : edges_[i].parents)
            set.insert(parent);
        if (lineage == Lineage::parents) continue;
        for (const std::size_t dependency : edges_[i].dependencies)
            set.insert(dependency);
    }
    return set;
}

RevisionSet Graph::descendants(const std::vector<std::size_t>& starts, Lineage lineage) const {
    RevisionSet set = set_of(starts);
    const std::size_t bottom = starts.empty() ? edges_.size() : *std::min_element(starts.begin(), starts.end());
    for (std::size_t i = bottom; i < edges_.size(); ++i) {
        if (!set.contains(i)) continue;
        for (const std::size_t child : edges_[i].children)
            set.insert(child);
        if (lineage == Lineage::parents) continue;
        for (const std::size_t dependent : edges_[i].dependents)
            set.insert(dependent);
    }
    return set;
}

bool Graph::share_lineage(std::size_t a, std::size_t b, Lineage lineage) const {
    return ancestors({std::max(a, b)}, lineage).contains(std::min(a, b));
}

std::vector<std::size_t> Graph::effective_heads(const RevisionSet& set) const {
    RevisionSet needed = none();
    const std::vector<std::size_t> members = set.positions();
    for (const std::size_t member : members) {
        for (const std::size_t parent : edges_[member].parents)
            needed.insert(parent);
        for (const std::size_t dependency : edges_[member].dependencies)
            needed.insert(dependency);
    }
    std::vector<std::size_t> heads;
    for (const std::size_t member : members)
        if (!needed.contains(member)) heads.push_back(member);
    return heads;
}

namespace {

// One walk of newest_first.
class Walk {
 public:
    Walk(const Graph& graph, const RevisionSet& set) : graph_(graph), left_(set), pending_above_(graph.size(), 0) {
        for (const std::size_t position : set.positions())
            for_each_below(position, [this](std::size_t below) { ++pending_above_[below]; });
        open_free_heads();
    }

    std::vector<std::size_t> run() {
        while (!open_.empty()) {
            if (pending_above_[open_[current_]] > 0)
                turn_to_blocking_branch();
            else
                take_and_go_down();
        }
        return std::move(order_);
    }

 private:
    template <class Visit>
    void for_each_below(std::size_t position, Visit visit) const {
        for (const std::size_t parent : graph_[position].parents)
            visit(parent);
        for (const std::size_t dependency : graph_[position].dependencies)
            visit(dependency);
    }

    bool is_open(std::size_t position) const { return std::find(open_.begin(), open_.end(), position) != open_.end(); }

    void open_free_heads() {
        for (const std::size_t position : left_.positions())
            if (pending_above_[position] == 0 && !is_open(position)) open_.push_back(position);
    }

    bool lies_below(std::size_t candidate, std::size_t head) const {
        std::vector<std::size_t> to_visit = {head};
        RevisionSet seen = graph_.none();
        while (!to_visit.empty()) {
            const std::size_t position = to_visit.back();
            to_visit.pop_back();
            if (position == candidate) return true;
            if (position < candidate || seen.contains(position) || !left_.contains(position)) continue;
            seen.insert(position);
            for_each_below(position, [&to_visit](std::size_t below) { to_visit.push_back(below); });
        }
        return false;
    }

    void turn_to_blocking_branch() {
        for (std::size_t other = 0; other < open_.size(); ++other)
            if (other != current_ && lies_below(open_[current_], open_[other])) {
                current_ = other;
                return;
            }
        // What blocks was reached by no branch: only a dependency that `below` leaves out leads there.
        open_free_heads();
    }

    void take_and_go_down() {
        const std::size_t taken = open_[current_];
        order_.push_back(taken);
        left_.erase(taken);
        for_each_below(taken, [this](std::size_t below) { --pending_above_[below]; });
        std::vector<std::size_t> next;
        for (const std::size_t below : graph_[taken].below)
            if (left_.contains(below) && !is_open(below)) next.push_back(below);
        if (!next.empty()) {
            open_[current_] = next.front();
            open_.insert(open_.end(), next.begin() + 1, next.end());
            return;
        }
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(current_));
        current_ = current_ == 0 ? 0 : current_ - 1;
        if (open_.empty()) open_free_heads();
    }

    const Graph& graph_;
    RevisionSet left_;
    // How many revisions right above each one are still to come.
    std::vector<std::size_t> pending_above_;
    std::vector<std::size_t> open_ = {};
    std::vector<std::size_t> order_ = {};
    std::size_t current_ = 0;
};

}  // namespace

std::vector<std::size_t> Graph::newest_first(const RevisionSet& set) const {
    return Walk(*this, set).run();
}

}  // namespace migrator
