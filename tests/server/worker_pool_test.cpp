// Threads that work off a bounded queue.
#include "gestaloka_server/web/worker_pool.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <memory>

using gestaloka::web::WorkerPool;

TEST_CASE("every accepted task runs once") {
    std::atomic<int> runs{0};
    int accepted = 0;
    {
        WorkerPool pool(3, 1000);
        for (int i = 0; i < 500; ++i)
            accepted += pool.submit([&] { ++runs; }) ? 1 : 0;
        while (runs < accepted)
            std::this_thread::yield();
    }
    CHECK(accepted == 500);
    CHECK(runs == 500);
}

TEST_CASE("no more tasks wait than allowed, and stopping drops those") {
    WorkerPool pool(1, 2);
    std::promise<void> started;
    std::promise<void> open;
    REQUIRE(pool.submit([&] {
        started.set_value();
        open.get_future().wait();
    }));
    started.get_future().wait();
    const auto witness = std::make_shared<int>(0);
    CHECK(pool.submit([witness] { ++*witness; }));
    CHECK(pool.submit([witness] { ++*witness; }));
    CHECK_FALSE(pool.submit([] {}));
    std::thread stopping([&] { pool.stop(); });
    while (witness.use_count() > 1)
        std::this_thread::yield();
    open.set_value();
    stopping.join();
    CHECK(*witness == 0);
    CHECK_FALSE(pool.submit([] {}));
}
