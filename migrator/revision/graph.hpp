// The edges between revisions, and the sets and orders that they give. Revisions are positions in a Registry, parents
// before children; no names here.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace migrator {

/// A set of positions.
class RevisionSet {
 public:
    RevisionSet() = default;
    explicit RevisionSet(std::size_t size) : bits_(size, false) {}

    bool contains(std::size_t position) const { return bits_[position]; }
    void insert(std::size_t position) { bits_[position] = true; }
    void erase(std::size_t position) { bits_[position] = false; }
    /// How many revisions there are to choose from.
    std::size_t capacity() const { return bits_.size(); }
    bool is_empty() const;
    /// Ascending.
    std::vector<std::size_t> positions() const;

    RevisionSet& operator|=(const RevisionSet& other);
    RevisionSet& operator&=(const RevisionSet& other);
    RevisionSet& operator-=(const RevisionSet& other);

 private:
    std::vector<bool> bits_;
};

/// What binds one revision to others.
struct RevisionEdges {
    std::vector<std::size_t> parents = {};       ///< `.revises`
    std::vector<std::size_t> dependencies = {};  ///< `.depends_on`, labels resolved
    std::vector<std::size_t> children = {};      ///< those that revise it
    std::vector<std::size_t> dependents = {};    ///< those that depend on it
    /// The parents, then the dependencies that no ancestor has as well: what comes right below it in an order.
    std::vector<std::size_t> below = {};
};

/// Which edges count.
enum class Lineage { parents, parents_and_dependencies };

/// Requires: every edge points to a lower position (parents) or a higher one (children).
class Graph {
 public:
    Graph() = default;
    /// Fills `below`, `children` and `dependents` from `parents` and `dependencies`.
    explicit Graph(std::vector<RevisionEdges> edges);

    std::size_t size() const { return edges_.size(); }
    const RevisionEdges& operator[](std::size_t position) const { return edges_[position]; }

    RevisionSet none() const { return RevisionSet(edges_.size()); }
    RevisionSet set_of(const std::vector<std::size_t>& positions) const;
    /// `starts` and everything below them.
    RevisionSet ancestors(const std::vector<std::size_t>& starts, Lineage lineage) const;
    /// `starts` and everything above them.
    RevisionSet descendants(const std::vector<std::size_t>& starts, Lineage lineage) const;
    /// True when one of the two is the other or lies below it.
    bool share_lineage(std::size_t a, std::size_t b, Lineage lineage) const;

    /// The revisions of `set` that no other one of it needs, through whatever: the rows that Alembic would keep.
    std::vector<std::size_t> effective_heads(const RevisionSet& set) const;

    /// `set` with children before parents, one branch after the other. The tie rule: the walk begins at the head of the
    /// lowest position and follows the first parent; where a revision is still needed by another open branch, it goes
    /// on with the first such branch; where a branch ends, with the open branch before it.
    std::vector<std::size_t> newest_first(const RevisionSet& set) const;

 private:
    void fill_below(std::size_t position);

    std::vector<RevisionEdges> edges_;
};

}  // namespace migrator
