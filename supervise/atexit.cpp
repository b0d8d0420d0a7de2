// __cxa_atexit(3) of the resident on musl: nobody is called at its end, where there is
// nothing to be tidied that the kernel does not.  musl keeps half a kilobyte for those
// who are, on the one page that all of our data fits on.
#include <cstdlib> // __GLIBC__

#ifndef __GLIBC__ // a static glibc has its own beside much else that it needs
extern "C" int __cxa_atexit(void (*)(void*), void*, void*)
{
    return 0;
}
#endif
