// forgetful DIRECTORY: a supervise without a memory.  It starts ./run there, and starts
// it again when that exits, whatever else of the service lives.  t/adversary/convicts
// puts it in the place of supervise.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

int main(int argc, char** argv)
{
    if (argc < 2 || ::chdir(argv[1]) < 0) {
        std::fputs("usage: forgetful DIRECTORY\n", stderr);
        return 100;
    }
    for (;;) {
        const pid_t run = ::fork();
        if (run == 0) {
            ::execl("./run", "./run", nullptr);
            ::_exit(111);
        }
        while (run > 0 && ::waitpid(run, nullptr, 0) < 0) {
        }
        ::poll(nullptr, 0, 1000);
    }
}
