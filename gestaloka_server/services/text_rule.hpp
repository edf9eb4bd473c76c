// Rules for texts that players send, checked before the database is asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gestaloka_server/services/refusal.hpp"

namespace gestaloka::services {

enum class Lines { one, many };

struct TextRule {
    std::size_t min_characters = 0;
    std::size_t max_characters = 0;  ///< as varchar(n) counts: code points
    Lines lines = Lines::one;        ///< `many` allows line feeds and tabs
};

/// The number of code points; not set when `text` is not valid UTF-8.
std::optional<std::size_t> count_characters(std::string_view text);

/// Refuses what is not UTF-8, too short, too long, or holds control characters; a text of one line also when it begins
/// or ends with a space.
Answer<void> check_text(std::string_view field, std::string_view text, const TextRule& rule);

/// Refuses what cannot be an e-mail address.
Answer<void> check_email(std::string_view email);

/// The address with ASCII letters in lower case, as it is stored and looked up.
std::string lower_case_email(std::string_view email);

}  // namespace gestaloka::services
