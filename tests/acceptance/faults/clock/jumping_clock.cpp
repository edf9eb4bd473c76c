// Preloaded into a program: its wall clock jumps a day ahead and a day back, every half second in turn.
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace {

long real_seconds(timespec* time) {
    ::syscall(SYS_clock_gettime, CLOCK_REALTIME, time);
    constexpr long day = 86400;
    constexpr long half_second = 500'000'000;
    return time->tv_sec + (time->tv_nsec < half_second ? day : -day);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
    time->tv_sec = real_seconds(time);
    return 0;
}

extern "C" int gettimeofday(timeval* time, void*) {
    timespec now{};
    time->tv_sec = real_seconds(&now);
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

extern "C" time_t time(time_t* result) {
    timespec now{};
    const time_t seconds = real_seconds(&now);
    if (result != nullptr) *result = seconds;
    return seconds;
}
