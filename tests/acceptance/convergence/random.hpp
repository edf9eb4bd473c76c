// Choices that a seed decides, the same with every compiler.
#pragma once

#include <random>
#include <vector>

namespace convergence {

class Random {
 public:
    explicit Random(unsigned seed) : engine_(seed) {}

    /// 0 … count - 1.
    unsigned pick(unsigned count) { return static_cast<unsigned>(engine_() % count); }
    bool one_of(unsigned count) { return pick(count) == 0; }

    /// Null when the list is empty.
    template <class T>
    T* among(std::vector<T>& items) {
        return items.empty() ? nullptr : &items[pick(static_cast<unsigned>(items.size()))];
    }

    /// Gives `value` another one of 0 … count - 1.
    void change(unsigned& value, unsigned count) { value = (value + 1 + pick(count - 1)) % count; }

 private:
    std::mt19937 engine_;
};

}  // namespace convergence
