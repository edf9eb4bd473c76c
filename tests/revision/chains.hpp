// Revisions made up for tests.
#pragma once

#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator::testing {

/// A chain of revisions that do nothing, written as one call a revision.
class Chain {
 public:
    Chain() = default;
    Chain(Chain&&) = default;
    Chain& operator=(Chain&&) = default;
    // The list points into the revisions.
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    using Words = std::initializer_list<const char*>;

    /// The file is called like the revision: `a` is defined in "a.cpp".
    Chain& add(const char* id, Words parents, Words depends_on = {}, Words labels = {}) & {
        Revision& revision = revisions_.emplace_back();
        revision.message = "does nothing";
        revision.upgrade = [](Operations&) {};
        fill(revision.revises, parents);
        fill(revision.depends_on, depends_on);
        fill(revision.branch_labels, labels);
        files_.push_back(std::string(id) + ".cpp");
        list_.push_back({id, files_.back().c_str(), &revision});
        return *this;
    }
    Chain&& add(const char* id, Words parents, Words depends_on = {}, Words labels = {}) && {
        return std::move(add(id, parents, depends_on, labels));
    }

    const std::vector<RegisteredRevision>& list() const { return list_; }

 private:
    static void fill(Ids& ids, Words list) {
        std::size_t i = 0;
        for (const char* id : list)
            ids.ids[i++] = id;
    }

    std::deque<Revision> revisions_;
    std::deque<std::string> files_;
    std::vector<RegisteredRevision> list_;
};

/// "a b c" for the ids of a list of nodes.
template <class Nodes>
std::string ids_of(const Nodes& nodes) {
    std::string text;
    for (const auto& node : nodes) {
        if constexpr (std::is_pointer_v<std::decay_t<decltype(node)>>)
            text += (text.empty() ? "" : " ") + node->id;
        else
            text += (text.empty() ? "" : " ") + node.id;
    }
    return text;
}

}  // namespace migrator::testing
