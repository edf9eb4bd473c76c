// The order of operations where their phases do not make it: a topological sort that leaves alone what is in order.
#include <algorithm>

#include "migrator/diff/describe.hpp"
#include "migrator/diff/links.hpp"

namespace migrator::diff {

namespace {

using Numbers = std::vector<std::size_t>;
/// For each operation, those that have to stand before it.
using Edges = std::vector<Numbers>;
using ByKey = std::map<std::string, Numbers>;

// Each operation after those that it has to follow, else as they stand. A cycle keeps one of them in the wrong place.
class Sort {
 public:
    Sort(const Edges& before, const Numbers& numbers) : before_(before), numbers_(numbers), started_(before.size()) {}

    Numbers run() {
        for (const std::size_t number : numbers_)
            take(number);
        return std::move(sorted_);
    }

 private:
    void take(std::size_t number) {
        if (started_[number]) return;
        started_[number] = true;
        for (const std::size_t first : before_[number])
            take(first);
        sorted_.push_back(number);
    }

    const Edges& before_;
    const Numbers& numbers_;
    std::vector<bool> started_;
    Numbers sorted_ = {};
};

class Order {
 public:
    explicit Order(Plan& plan)
        : plan_(plan), links_(links_of_operations(plan)), all_(links_.size()), drops_(links_.size()) {
        for (std::size_t number = 0; number < links_.size(); ++number)
            note(number);
        for (std::size_t number = 0; number < links_.size(); ++number)
            connect(number);
    }

    // What is dropped moves back, behind what needed it; then what is created moves forward, before what needs it.
    void run() {
        Numbers numbers(links_.size());
        for (std::size_t number = 0; number < numbers.size(); ++number)
            numbers[number] = number;
        numbers = moved_back(std::move(numbers));
        sort_each(all_, numbers);
        numbers = Sort(all_, numbers).run();
        refuse_cycles(numbers);
        refuse_what_is_used();
        std::vector<Operation> operations;
        operations.reserve(numbers.size());
        for (const std::size_t number : numbers)
            operations.push_back(std::move(plan_.result.operations[number]));
        plan_.result.operations = std::move(operations);
    }

 private:
    void note(std::size_t number) {
        const Links& links = links_[number];
        for (const std::string& key : links.provides)
            providers_[key].push_back(number);
        for (const Need& need : links.releases) {
            releasers_[need.what].push_back(number);
            released_.insert(need);
        }
        for (const std::string& key : links.removes)
            removers_[key].push_back(number);
        for (const std::string& key : links.frees)
            freers_[key].push_back(number);
    }

    void connect(std::size_t number) {
        const Links& links = links_[number];
        for (const Need& need : links.needs)
            add(all_, number, providers_, need.what);
        for (const std::string& key : links.takes)
            add(all_, number, freers_, key);
        for (Edges* edges : {&all_, &drops_}) {
            for (const std::string& key : links.removes)
                add(*edges, number, releasers_, key);
            for (const std::string& key : links.touches)
                if (const auto former = touched_.find(key); former != touched_.end() && former->second != number)
                    (*edges)[number].push_back(former->second);
        }
        for (const std::string& key : links.touches)
            touched_[key] = number;
    }

    static void add(Edges& edges, std::size_t number, const ByKey& by_key, const std::string& key) {
        const auto found = by_key.find(key);
        if (found == by_key.end()) return;
        for (const std::size_t first : found->second)
            if (first != number) edges[number].push_back(first);
    }

    // As they stand in the list.
    static void sort_each(Edges& edges, const Numbers& list) {
        Numbers place(list.size());
        for (std::size_t at = 0; at < list.size(); ++at)
            place[list[at]] = at;
        for (Numbers& numbers : edges) {
            std::sort(numbers.begin(), numbers.end(),
                      [&](std::size_t a, std::size_t b) { return place[a] < place[b]; });
            numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        }
    }

    Numbers moved_back(Numbers numbers) const {
        std::reverse(numbers.begin(), numbers.end());
        Edges after(drops_.size());
        for (std::size_t number = 0; number < drops_.size(); ++number)
            for (const std::size_t first : drops_[number])
                after[first].push_back(number);
        sort_each(after, numbers);
        numbers = Sort(after, numbers).run();
        std::reverse(numbers.begin(), numbers.end());
        return numbers;
    }

    void refuse_cycles(const Numbers& numbers) {
        Numbers place(numbers.size());
        for (std::size_t at = 0; at < numbers.size(); ++at)
            place[numbers[at]] = at;
        std::set<std::string> told;
        for (const std::size_t number : numbers)
            for (const std::size_t first : all_[number])
                if (place[first] > place[number] && told.insert(shown_object(number)).second)
                    plan_.refuse(shown_object(number) + " and " + shown_object(first) +
                                 " need each other, in whatever order they change: write it with op.execute");
    }

    // What stays and nobody touches can still use what goes.
    void refuse_what_is_used() {
        for (const TableUse& use : plan_.from.table_uses)
            refuse_if_kept(identity(use.use), use.table, part_key(use.table, use.by, use.part));
        for (const Table& table : plan_.from.tables)
            for (const Column& column : table.columns)
                if (!column.type.named.name.empty())
                    refuse_if_kept(columns_of_type(column.type.named), table.name,
                                   part_key(table.name, TableUse::By::column, column.name));
        for (const OtherUse& use : plan_.from.other_uses)
            if (const auto remover = removers_.find(identity(use.use)); remover != removers_.end())
                refuse_use(remover->second.front(), use.user);
    }

    // What a table has from its parent changes with that.
    void refuse_if_kept(const std::string& what, const ObjectName& owner, const std::string& by) {
        const auto remover = removers_.find(what);
        if (remover == removers_.end() || released_.count({what, by}) != 0) return;
        const auto table = plan_.from_tables.find(key_of(owner));
        if (table == plan_.from_tables.end() || table->second->partition_of || !table->second->inherits.empty()) return;
        refuse_use(remover->second.front(), "table " + shown(owner));
    }

    void refuse_use(std::size_t remover, const std::string& user) {
        if (!refused_.insert({remover, user}).second) return;
        const std::vector<std::string>& removed = links_[remover].removes;
        const bool comes_back = std::any_of(removed.begin(), removed.end(),
                                            [&](const std::string& key) { return providers_.count(key) != 0; });
        plan_.refuse(shown_object(remover) + (comes_back ? " has to be built anew while " : " goes while ") + user +
                     " uses it: write it with op.execute");
    }

    // "function valid", "column users.name": the operation without its verb.
    std::string shown_object(std::size_t number) const {
        const OperationSummary summary = summarize(plan_.result.operations[number], {});
        const std::string kind = summary.operation.substr(summary.operation.find('_') + 1);
        const bool is_whole = summary.table.empty() || kind == "table";
        std::string name = summary.table.empty() ? summary.name : summary.table;
        if (!is_whole) name += "." + summary.name;
        return kind + " " + (name.starts_with('.') ? name.substr(1) : name);
    }

    Plan& plan_;
    std::vector<Links> links_;
    Edges all_;
    Edges drops_;  // those between what goes and what needed it
    ByKey providers_ = {};
    ByKey releasers_ = {};
    ByKey removers_ = {};
    ByKey freers_ = {};
    std::set<Need> released_ = {};
    std::map<std::string, std::size_t> touched_ = {};
    std::set<std::pair<std::size_t, std::string>> refused_ = {};
};

}  // namespace

void put_in_order(Plan& plan) {
    Order(plan).run();
}

}  // namespace migrator::diff
