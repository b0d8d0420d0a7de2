// Replaces __cxa_atexit(3) of supervise on musl.  No function is called at its end,
// since the kernel tidies up.  musl would keep half a kilobyte for such functions, on
// the one page that holds all our data.
#include <cstdlib> // __GLIBC__

#ifndef __GLIBC__ // a static glibc includes its own anyway
extern "C" int __cxa_atexit(void (*)(void*), void*, void*)
{
    return 0;
}
#endif
