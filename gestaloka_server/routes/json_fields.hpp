// The members of a request's JSON object, read one by one with their rules.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gestaloka_server/services/refusal.hpp"

namespace gestaloka::routes {

class JsonFields {
 public:
    /// Refuses a body that is no JSON object ("invalid_json"), and members that are not among `known`
    /// ("unknown_field").
    static services::Answer<JsonFields> parse(const std::string& body, std::initializer_list<std::string_view> known);

    JsonFields(JsonFields&&) noexcept;
    JsonFields& operator=(JsonFields&&) noexcept;
    ~JsonFields();

    /// Refuses an absent member ("missing_field") and one of another type ("wrong_type"), as the next two.
    services::Answer<std::string> text(std::string_view name) const;
    /// Not set when absent or null.
    services::Answer<std::optional<std::string>> optional_text(std::string_view name) const;
    /// Not set when absent or null. Also refuses a number outside 0 … `most` ("out_of_range").
    services::Answer<std::optional<unsigned long long>> optional_number(std::string_view name,
                                                                        unsigned long long most) const;

 private:
    struct Document;
    explicit JsonFields(std::unique_ptr<Document> document);

    std::unique_ptr<Document> document_;
};

}  // namespace gestaloka::routes
