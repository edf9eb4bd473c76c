// The HTTP front over real loopback sockets: pages, limits, misbehaving clients, stopping.
#include "gestaloka_server/web/web_front.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <latch>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/server/http_client.hpp"

using namespace gestaloka::web;
using namespace std::chrono_literals;
using test::HttpClient;
using test::HttpReply;

namespace {

struct Front {
    explicit Front(const WebLimits& limits = {}) : front(WebFront::listen("127.0.0.1:0", boot, limits).value()) {}

    void attach(
        std::size_t workers, const Handler& handler, std::function<void()> cancel = [] {}) {
        Application application{.router = {}, .worker_threads = workers, .cancel = std::move(cancel)};
        application.router.add("GET", "/slow", handler);
        application.router.add("POST", "/echo", [](const Request& request) {
            Response response;
            response.body = request.body;
            return response;
        });
        application.router.add("GET", "/throws", [](const Request&) -> Response { throw std::runtime_error("oops"); });
        front->attach(std::move(application));
    }
    HttpReply get(const std::string& target) { return HttpClient(front->address()).get(target); }

    BootStatus boot;
    std::unique_ptr<WebFront> front;
};

Response ok(const Request&) {
    return {};
}

std::string code_of(const HttpReply& reply) {
    return nlohmann::json::parse(reply.body)["error"]["code"];
}

template <class Action>
std::chrono::milliseconds time_of(Action action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

}  // namespace

TEST_CASE("probes are answered from the first moment, gameplay is not") {
    Front server;
    CHECK(server.get("/healthz").status == 200);
    CHECK(server.get("/readyz").status == 503);
    const HttpReply early = server.get("/api/v1/characters");
    CHECK(early.status == 503);
    CHECK(early.headers.at("Retry-After") == "1");
    CHECK(code_of(early) == "starting");
    server.boot.ready();
    CHECK(server.get("/readyz").status == 200);
    const HttpReply metrics = server.get("/metrics");
    CHECK(metrics.headers.at("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK_THAT(metrics.body, Catch::Contains("{route=\"/readyz\",method=\"GET\",status=\"503\"} 1"));
    CHECK_THAT(metrics.body, Catch::Contains("{route=\"not_ready\",method=\"GET\",status=\"503\"} 1"));
}

TEST_CASE("a HEAD request gets the headers only, other methods are refused") {
    Front server;
    HttpClient client(server.front->address());
    const HttpReply head = client.request("HEAD", "/healthz", "", "");
    CHECK(head.status == 200);
    CHECK(head.headers.at("Content-Length") != "0");
    CHECK(client.get("/healthz").status == 200);
    const HttpReply post = client.post("/healthz", "x");
    CHECK(post.status == 405);
    CHECK(post.headers.at("Allow") == "GET, HEAD");
}

TEST_CASE("routes, unknown paths and wrong methods are told apart") {
    Front server;
    server.attach(1, ok);
    CHECK(server.get("/slow").status == 200);
    CHECK(code_of(server.get("/nothing")) == "unknown_route");
    const HttpReply wrong = server.get("/echo");
    CHECK(wrong.status == 405);
    CHECK(wrong.headers.at("Allow") == "POST");
    CHECK(server.get("/throws").status == 500);
    CHECK(server.get("/%zz").status == 400);
    CHECK(server.get("/slow?x=%00").status == 400);
}

TEST_CASE("pipelined requests are answered in their order on one connection") {
    Front server;
    server.attach(4, ok);
    HttpClient client(server.front->address());
    std::string requests;
    for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(i);
        requests +=
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    REQUIRE(client.send(requests));
    for (int i = 0; i < 50; ++i)
        CHECK(client.read_reply().body == std::to_string(i));
}

TEST_CASE("a client that expects 100-continue is told to go on") {
    Front server;
    server.attach(1, ok);
    HttpClient client(server.front->address());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    CHECK(client.read_reply().status == 100);
    client.send("hello");
    CHECK(client.read_reply().body == "hello");
}

TEST_CASE("an HTTP/1.0 client gets its reply, then the end") {
    Front server;
    HttpClient client(server.front->address());
    client.send("GET /healthz HTTP/1.0\r\n\r\n");
    CHECK(client.read_reply().status == 200);
    CHECK(client.is_closed_within(3s));
}

TEST_CASE("what is too large is refused and the connection closed") {
    Front server;
    server.attach(1, ok);
    HttpClient client(server.front->address());
    SECTION("header") {
        client.send("GET /slow HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x') + "\r\n\r\n");
        CHECK(client.read_reply().status == 431);
    }
    SECTION("announced body") {
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n");
        CHECK(client.read_reply().status == 413);
    }
    SECTION("body of a chunked request") {
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 20; ++i)
            client.send("2000\r\n" + std::string(0x2000, 'x') + "\r\n");
        CHECK(client.read_reply().status == 413);
    }
    SECTION("the largest body allowed is fine") {
        const std::string body(65536, 'x');
        CHECK(client.post("/echo", body).body == body);
        return;
    }
    CHECK(client.is_closed_within(3s));
}

TEST_CASE("what is not HTTP is refused") {
    Front server;
    HttpClient client(server.front->address());
    const std::string junk = GENERATE(std::string("\x16\x03\x01\x02\r\n\r\n"), std::string("GET\r\n\r\n"),
                                      std::string("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"));
    client.send(junk);
    CHECK(client.read_reply().status == 400);
    CHECK(client.is_closed_within(3s));
}

TEST_CASE("a client that dawdles is cut off and holds up no one") {
    WebLimits limits;
    limits.read_deadline = 300ms;
    limits.idle_deadline = 500ms;
    Front server(limits);
    HttpClient slow(server.front->address());
    HttpClient silent(server.front->address());
    HttpClient idle(server.front->address());
    CHECK(idle.get("/healthz").status == 200);
    slow.send("GET /healthz HTTP/1.1\r\n");
    CHECK(server.get("/healthz").status == 200);
    // One byte now and then does not extend the deadline.
    for (int i = 0; i < 5; ++i) {
        std::this_thread::sleep_for(100ms);
        slow.send("x");
    }
    CHECK(slow.is_closed_within(1s));
    CHECK(silent.is_closed_within(1s));
    CHECK(idle.is_closed_within(1s));
}

TEST_CASE("more connections than allowed are refused, and room is made again") {
    WebLimits limits;
    limits.connections = 2;
    Front server(limits);
    {
        HttpClient first(server.front->address());
        HttpClient second(server.front->address());
        CHECK(first.get("/healthz").status == 200);
        CHECK(second.get("/healthz").status == 200);
        HttpClient third(server.front->address());
        CHECK(third.read_reply().status == 503);
        CHECK(third.is_closed_within(1s));
    }
    int status = 0;
    for (int i = 0; i < 100 && status != 200; ++i) {
        std::this_thread::sleep_for(10ms);
        try {
            status = server.get("/healthz").status;
        } catch (const std::runtime_error&) {
        }
    }
    CHECK(status == 200);
}

TEST_CASE("a full queue is answered 503, and probes still pass") {
    WebLimits limits;
    limits.queued_requests = 1;
    // These outlive the server, whose workers may still hold a queued request.
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch started(1);
    std::atomic<int> calls{0};
    Front server(limits);
    server.attach(1, [&](const Request&) {
        if (++calls == 1) started.count_down();
        gate.wait();
        return Response{};
    });
    HttpClient busy(server.front->address());
    busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    started.wait();
    HttpClient queued(server.front->address());
    queued.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    HttpReply refused;
    for (int i = 0; i < 100 && refused.status != 503; ++i) {
        // The first of these may take the place in the queue before `queued` does.
        HttpClient extra(server.front->address());
        extra.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        if (extra.is_closed_within(20ms)) continue;
        refused = server.get("/slow");
    }
    CHECK(refused.status == 503);
    CHECK(code_of(refused) == "busy");
    CHECK(refused.headers.at("Retry-After") == "1");
    CHECK(server.get("/healthz").status == 200);
    open.set_value();
    CHECK(busy.read_reply().status == 200);
}

TEST_CASE("stopping lets a request under way finish") {
    Front server;
    std::latch started(1);
    server.attach(2, [&](const Request&) {
        started.count_down();
        std::this_thread::sleep_for(150ms);
        return Response{};
    });
    HttpClient idle(server.front->address());
    CHECK(idle.get("/healthz").status == 200);
    HttpClient client(server.front->address());
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    started.wait();
    CHECK(time_of([&] { server.front->stop(); }) < 1s);
    CHECK(client.read_reply().status == 200);
    CHECK(client.is_closed_within(1s));
    CHECK(idle.is_closed_within(1s));
    CHECK_THROWS(HttpClient(server.front->address()));
}

TEST_CASE("stopping cancels a request that does not end by itself") {
    Front server;
    std::latch started(1);
    std::promise<void> cancelled;
    std::shared_future<void> gate = cancelled.get_future().share();
    server.attach(
        2,
        [&](const Request&) {
            started.count_down();
            gate.wait();
            return error_response(503, "database_unavailable", "cancelled");
        },
        [&] { cancelled.set_value(); });
    HttpClient client(server.front->address());
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    started.wait();
    CHECK(time_of([&] { server.front->stop(); }) < 1s);
    CHECK(client.read_reply().status == 503);
}

TEST_CASE("stopping is quick in every state of a connection") {
    auto server = std::make_unique<Front>();
    SECTION("before anything is attached") {}
    SECTION("with everything attached") {
        server->attach(4, ok);
    }
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (const char* bytes :
         {"", "GET", "GET /healthz HTTP/1.1\r\nHost: x\r\n", "POST /echo HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
          "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "junk\r\n\r\n"}) {
        clients.push_back(std::make_unique<HttpClient>(server->front->address()));
        clients.back()->send(bytes);
    }
    std::this_thread::sleep_for(20ms);
    CHECK(time_of([&] { server.reset(); }) < 1s);
    for (const auto& client : clients)
        CHECK(client->is_closed_within(1s));
}

TEST_CASE("stopping twice, at once, and attaching afterwards do no harm") {
    Front server;
    std::thread other([&] { server.front->stop(); });
    server.front->stop();
    other.join();
    server.attach(1, ok);
    server.front->stop();
}

TEST_CASE("many clients at once are all answered") {
    Front server;
    server.attach(4, ok);
    std::atomic<int> answered{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back([&] {
            HttpClient client(server.front->address());
            for (int n = 0; n < 100; ++n)
                if (client.get(n % 2 == 0 ? "/slow" : "/metrics").status == 200) ++answered;
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(answered == 800);
}

TEST_CASE("an address that cannot be had is a usage error") {
    Front server;
    for (const std::string& address :
         {server.front->address(), std::string("192.0.2.1:80"), std::string("no such host:80"), std::string("x")}) {
        BootStatus boot;
        const auto failed = WebFront::listen(address, boot);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.assume_error().kind() == migrator::ErrorKind::usage);
    }
}

TEST_CASE("the front listens on IPv6 and on every interface") {
    BootStatus boot;
    const std::string address = GENERATE(std::string("[::1]:0"), std::string(":0"), std::string("localhost:0"));
    auto front = WebFront::listen(address, boot);
    if (!front && address == "[::1]:0") return;  // a machine without IPv6
    REQUIRE(front.has_value());
    std::string bound = front.value()->address();
    if (address == ":0") bound = "127.0.0.1" + bound.substr(bound.rfind(':'));
    CHECK(HttpClient(bound).get("/healthz").status == 200);
}
