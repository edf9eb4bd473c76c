// The message of a revision.
#include "migrator/author/message.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace migrator::author {

namespace {

constexpr std::size_t longest_slug = 40;
constexpr std::size_t longest_message = 200;

bool is_word_character(char c) {
    // Bytes above ASCII are letters of other scripts.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(const std::string& message) {
    std::vector<std::string> words(1);
    for (const char c : message) {
        if (is_word_character(c))
            words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

// Words that say that something changes, but not what.
bool says_nothing(const std::string& word) {
    static constexpr std::array<std::string_view, 42> empty_words = {
        "a",       "again",     "all",     "and",     "auto", "autogenerate", "bug",    "change",   "changed",
        "changes", "database",  "db",      "final",   "fix",  "fixed",        "fixes",  "fixup",    "initial",
        "migrate", "migration", "misc",    "minor",   "more", "my",           "new",    "revision", "schema",
        "some",    "step",      "stuff",   "temp",    "test", "the",          "things", "tmp",      "todo",
        "tweak",   "update",    "updated", "updates", "wip",  "work",
    };
    return std::ranges::find(empty_words, word) != empty_words.end();
}

Result<void> refuse(const std::string& what) {
    return failure(Error(ErrorKind::usage, what)
                       .hint("say what the step does to which table, "
                             "e.g. -m \"Add attack, defense and agility to character_stats\""));
}

// One character of Japanese says as much as a word of English.
bool is_one_ascii_word(const std::vector<std::string>& words) {
    return words.size() == 1 &&
           std::ranges::all_of(words.front(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Result<void> check_message(const std::string& message) {
    const std::vector<std::string> words = words_of(message);
    if (words.empty()) return refuse("the revision has no message");
    if (message.size() > longest_message)
        return refuse("the message has " + std::to_string(message.size()) + " bytes; at most " +
                      std::to_string(longest_message) + " fit in one line");
    if (std::ranges::any_of(message, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return refuse("the message holds a line break or another control character");
    if (is_one_ascii_word(words) || std::ranges::all_of(words, says_nothing))
        return refuse("the message \"" + message + "\" does not say what the revision does");
    return success();
}

std::string slug_of(const std::string& message) {
    std::string slug;
    bool starts_word = false;
    for (const char c : message) {
        const bool is_kept = is_word_character(c) && static_cast<unsigned char>(c) < 0x80 && c != '_';
        if (is_kept && starts_word && !slug.empty()) slug += '_';
        if (is_kept) slug += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        starts_word = !is_kept;
    }
    if (slug.empty()) return "revision";
    if (slug.size() <= longest_slug) return slug;
    const std::size_t word_end = slug.rfind('_', longest_slug);
    return slug.substr(0, word_end == std::string::npos ? longest_slug : word_end);
}

}  // namespace migrator::author
