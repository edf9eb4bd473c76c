// Linked into a test, or preloaded into a program: host names with odd answers. "silent.odd" is looked up without end,
// as with a name server that is gone; "127.0.0.1+127.0.0.2.odd" has these addresses, in this order.
#include <dlfcn.h>
#include <netdb.h>
#include <poll.h>

#include <string>

namespace {

using Function = int(const char*, const char*, const addrinfo*, addrinfo**);

Function* system_function() {
    static Function* const found = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return found;
}

int look_up_each(const std::string& list, const char* service, const addrinfo* hints, addrinfo** result) {
    for (std::size_t start = 0; start < list.size();) {
        const std::size_t end = std::min(list.find('+', start), list.size());
        const int code = system_function()(list.substr(start, end - start).c_str(), service, hints, result);
        if (code != 0) return code;
        while (*result != nullptr)
            result = &(*result)->ai_next;
        start = end + 1;
    }
    return 0;
}

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
    const std::string name = node == nullptr ? "" : node;
    const bool is_odd = name.ends_with(".odd") && (hints == nullptr || (hints->ai_flags & AI_NUMERICHOST) == 0);
    if (!is_odd) return system_function()(node, service, hints, result);
    if (name != "silent.odd") return look_up_each(name.substr(0, name.size() - 4), service, hints, result);
    constexpr int longer_than_a_test = 60'000;
    ::poll(nullptr, 0, longer_than_a_test);
    return EAI_AGAIN;
}
