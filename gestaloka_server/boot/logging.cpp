// Where the server's log goes and how a line looks.
#include "gestaloka_server/boot/logging.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

namespace gestaloka::boot {

namespace {

// spdlog's patterns do not escape, so JSON lines are written by a formatter of their own.
class JsonFormatter : public spdlog::formatter {
 public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        using std::chrono::duration_cast;
        const auto since_epoch = message.time.time_since_epoch();
        const std::time_t seconds = duration_cast<std::chrono::seconds>(since_epoch).count();
        std::tm utc{};
        ::gmtime_r(&seconds, &utc);
        const auto milliseconds = duration_cast<std::chrono::milliseconds>(since_epoch).count() % 1000;
        const nlohmann::ordered_json line = {
            {"time", fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                                 utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, milliseconds)},
            {"level", std::string(spdlog::level::to_string_view(message.level).data(),
                                  spdlog::level::to_string_view(message.level).size())},
            {"message", std::string(message.payload.data(), message.payload.size())}};
        const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        out.append(text.data(), text.data() + text.size());
    }

    std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

}  // namespace

void set_up_logging(LogFormat format, bool verbose) {
    auto logger =
        std::make_shared<spdlog::logger>("gestaloka", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    if (format == LogFormat::json)
        logger->set_formatter(std::make_unique<JsonFormatter>());
    else
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    logger->set_level(verbose ? spdlog::level::debug : spdlog::level::info);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace gestaloka::boot
