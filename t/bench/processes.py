"""The processes of one supervisor: its whole tree, read from /proc, and its end.

It decides nothing about peers or figures."""

import ctypes
import os
import signal
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt():
    """Makes this process the parent of all orphans of a supervisor."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("unable to become a subreaper")


def until(claim, what, seconds=60):
    """Waits for a condition, with a deadline."""
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {seconds} s still not: {what}")
        time.sleep(0.001)


def spawn(argv, env, cwd=None, log=None):
    """Starts a program by vfork, with nothing to read and its output in a log or nowhere."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, log or "/dev/null", flags, 0o600),
               (os.POSIX_SPAWN_DUP2, 1, 2)]
    before = os.getcwd()
    if cwd:
        os.chdir(cwd)
    try:
        return os.posix_spawn(argv[0], argv, env, file_actions=actions)
    finally:
        if cwd:
            os.chdir(before)


def read(path):
    with open(path, "rb", buffering=0) as file:
        return file.read()


def parents():
    """Returns the parent of every process."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = read(f"/proc/{name}/stat")
            except OSError:
                continue
            found[int(name)] = int(stat[stat.rindex(b")") + 2 :].split(None, 2)[1])
    return found


def below(root):
    """Returns the descendants of a process, parents before their children."""
    children = {}
    for pid, ppid in parents().items():
        children.setdefault(ppid, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found[1:]


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def lives(pid):
    """Returns whether it exists and is no zombie; reaps our own dead child."""
    reap()
    try:
        stat = read(f"/proc/{pid}/stat")
    except OSError:
        return False
    return stat[stat.rindex(b")") + 2 :].split(None, 1)[0] != b"Z"


def end_all():
    """Kills all remaining descendants, parents first, and reaps them."""
    deadline = time.monotonic() + 30
    while left := below(os.getpid()):
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.005)
        reap()
        if time.monotonic() > deadline:
            raise TimeoutError(f"unable to end {left}")


def own_cpu(pids):
    """Returns the seconds that these live processes have run, to the nanosecond."""
    total = 0
    for pid in pids:
        try:
            total += int(read(f"/proc/{pid}/schedstat").split()[0])
        except (OSError, IndexError):
            pass
    return total / 1e9


def is_service(pid, directory):
    """Returns whether it runs one of the do-nothing programs."""
    try:
        return os.readlink(f"/proc/{pid}/exe").startswith(directory + "/")
    except OSError:
        return False


def field(text, name):
    for line in text.splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def memory(pid):
    """Returns a process's kB private, kB proportional, kB page tables, and descriptors."""
    rollup = read(f"/proc/{pid}/smaps_rollup")
    return {
        "private": field(rollup, b"Private_Clean:") + field(rollup, b"Private_Dirty:"),
        "pss": field(rollup, b"Pss:"),
        "tables": field(read(f"/proc/{pid}/status"), b"VmPTE:"),
        "fds": len(os.listdir(f"/proc/{pid}/fd")),
    }


def switches(pid):
    """Returns how often it went to sleep, or was preempted."""
    status = read(f"/proc/{pid}/status")
    return (field(status, b"voluntary_ctxt_switches:")
            + field(status, b"nonvoluntary_ctxt_switches:"))
