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
    /// The file is called like the revision: `a` is defined in "a.cpp".
    Chain& add(const char* id, std::initializer_list<const char*> parents,
               std::initializer_list<const char*> depends_on = {}) {
        Revision& revision = revisions_.emplace_back();
        revision.message = "does nothing";
        revision.upgrade = [](Operations&) {};
        fill(revision.revises, parents);
        fill(revision.depends_on, depends_on);
        files_.push_back(std::string(id) + ".cpp");
        list_.push_back({id, files_.back().c_str(), &revision});
        return *this;
    }

    const std::vector<RegisteredRevision>& list() const { return list_; }

 private:
    static void fill(Ids& ids, std::initializer_list<const char*> list) {
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
