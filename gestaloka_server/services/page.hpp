// Which part of a list is wanted.
#pragma once

namespace gestaloka::services {

inline constexpr long long max_page_rows = 100;
inline constexpr long long max_page_offset = 1'000'000;

struct Page {
    long long limit = 50;  ///< 1 to max_page_rows
    long long offset = 0;  ///< 0 to max_page_offset
};

}  // namespace gestaloka::services
