// Threads that work off a bounded queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gestaloka::web {

/// Thread-safe.
class WorkerPool {
 public:
    using Task = std::function<void()>;

    /// Starts `threads` workers; at most `capacity` tasks wait for one.
    WorkerPool(std::size_t threads, std::size_t capacity);
    /// As `stop`.
    ~WorkerPool();

    /// Returns false, and drops the task, when the queue is full or the pool stopped. Tasks must not throw.
    bool submit(Task task);

    /// Drops the tasks that wait, lets those under way end, and joins the threads.
    void stop();

 private:
    void work();

    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> waiting_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace gestaloka::web
