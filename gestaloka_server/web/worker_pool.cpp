// Threads that work off a bounded queue.
#include "gestaloka_server/web/worker_pool.hpp"

#include <utility>

namespace gestaloka::web {

WorkerPool::WorkerPool(std::size_t threads, std::size_t capacity) : capacity_(capacity), idle_(threads) {
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::submit(Task task) {
    const std::lock_guard lock(mutex_);
    // What an idle worker is about to take does not count as waiting.
    if (stopping_ || waiting_.size() >= capacity_ + idle_) return false;
    waiting_.push_back(std::move(task));
    changed_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        std::deque<Task> dropped;  // destroyed outside the lock: a task may own much
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        dropped.swap(waiting_);
        changed_.notify_all();
    }
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        {
            const Task task = std::move(waiting_.front());
            waiting_.pop_front();
            --idle_;
            lock.unlock();
            task();
        }
        lock.lock();
        ++idle_;
    }
}

}  // namespace gestaloka::web
