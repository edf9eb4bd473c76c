// Rules for texts that players send.
#include "gestaloka_server/services/text_rule.hpp"

#include <algorithm>

namespace gestaloka::services {

namespace {

// The length in bytes of the code point that `text` begins with; 0 when it is not valid (RFC 3629, section 4).
std::size_t code_point_length(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool second = tail(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
        return second && tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool second = tail(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
        return second && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

bool is_forbidden_control(char c, Lines lines) {
    if (lines == Lines::many && (c == '\n' || c == '\t' || c == '\r')) return false;
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

auto refuse_text(std::string_view field, std::string code, const std::string& what) {
    return refuse(RefusalKind::invalid, std::move(code), std::string(field) + ' ' + what, std::string(field));
}

}  // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const std::size_t length = code_point_length(text);
        if (length == 0) return {};
        text.remove_prefix(length);
    }
    return count;
}

Answer<void> check_text(std::string_view field, std::string_view text, const TextRule& rule) {
    const std::optional<std::size_t> characters = count_characters(text);
    if (!characters) return refuse_text(field, "invalid_text", "is not valid UTF-8");
    if (*characters < rule.min_characters)
        return refuse_text(field, "too_short", "needs at least " + std::to_string(rule.min_characters) + " characters");
    if (*characters > rule.max_characters)
        return refuse_text(field, "too_long",
                           "may have " + std::to_string(rule.max_characters) + " characters at most");
    if (std::ranges::any_of(text, [&](char c) { return is_forbidden_control(c, rule.lines); }))
        return refuse_text(field, "invalid_text", "holds control characters");
    if (rule.lines == Lines::one && !text.empty() && (text.front() == ' ' || text.back() == ' '))
        return refuse_text(field, "invalid_text", "begins or ends with a space");
    return migrator::success();
}

Answer<void> check_email(std::string_view email) {
    TRY_ANSWERV(check_text("email", email, {.min_characters = 3, .max_characters = 255}));
    const std::size_t at = email.find('@');
    const bool has_both_parts = at != std::string_view::npos && at > 0 && at + 1 < email.size();
    if (!has_both_parts || email.find('@', at + 1) != std::string_view::npos ||
        email.find(' ') != std::string_view::npos)
        return refuse_text("email", "invalid_email", "is no e-mail address");
    return migrator::success();
}

std::string lower_case_email(std::string_view email) {
    std::string lower(email);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

}  // namespace gestaloka::services
