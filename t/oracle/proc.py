"""Processes as /proc shows them, and starting and reaping them.  This process is the subreaper
above svscan, so that orphans of svscan come to it, as to process 1."""

import ctypes
import os
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
statuses, starting = {}, threading.Lock()


# By how much longer than on an idle machine a deadline is: t/live/stage sets this.
patience = max(1, int(os.environ.get("FOSTER_PATIENCE") or 1))


def patient(words):
    """The words of svctl, with a time of some seconds after -t multiplied by patience.
    Shorter times are meant to run out."""
    return [f"{int(word[:-1]) * patience}s"
            if before == "-t" and word[:-1].isdigit() and int(word[:-1]) >= 5 else word
            for before, word in zip(("", *words), words)]


def adopt():
    """From now on orphans come to this process, and none of its dead stays a zombie."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("unable to become a subreaper")
    threading.Thread(target=_reap, daemon=True).start()


def _reap():
    while True:
        try:
            pid = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT).si_pid
            with starting:
                statuses[pid] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except ChildProcessError:
            time.sleep(0.02)


def spawn(argv, env, log):
    """Starts a program with its output appended to a file."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
               (os.POSIX_SPAWN_DUP2, 1, 2)]
    with starting:
        pid = os.posix_spawn(argv[0], argv, env, file_actions=actions)
        statuses.pop(pid, None)
    return pid


def ended(pid):
    return pid in statuses


def run(argv, env, log, seconds=60):
    """Returns its exit code; None if it does not end, and kills it then."""
    pid = spawn(argv, env, log)
    deadline = time.monotonic() + seconds
    while not ended(pid):
        if time.monotonic() > deadline:
            send(pid, 9)
            return None
        time.sleep(0.005)
    return statuses[pid]


def read(path):
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return b""


def stat(pid):
    """Returns the fields of /proc/PID/stat from the third on; empty if it is gone."""
    line = read(f"/proc/{pid}/stat")
    return line[line.rindex(b")") + 2:].split() if b")" in line else []


def table():
    """Returns {pid: fields} of all processes below this one; zombies count."""
    fields = {int(n): stat(n) for n in os.listdir("/proc") if n.isdigit()}
    children = {}
    for pid, f in fields.items():
        if f:
            children.setdefault(int(f[1]), []).append(pid)
    below = list(children.get(os.getpid(), []))
    for pid in below:
        below.extend(children.get(pid, []))
    return {pid: fields[pid] for pid in below}


def below(pid):
    """Returns the pids of all descendants of a subreaper.  The kernel's list can miss a child
    while others die, so it looks twice."""
    found = set()
    for _ in range(2):
        ahead = [pid]
        for parent in ahead:
            new = read(f"/proc/{parent}/task/{parent}/children").split()
            ahead.extend(int(child) for child in new)
        found.update(ahead[1:])
    return found


def words(pid):
    return read(f"/proc/{pid}/cmdline").decode(errors="replace").split("\0")[:-1]


def marked(mark):
    """Returns every process with that in its environment, whatever its parent."""
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit() and mark.encode() in read(f"/proc/{name}/environ"):
            found.add(int(name))
    return found


def files(pid):
    """Returns the open files of a process by their last names."""
    found = []
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            path = os.readlink(f"/proc/{pid}/fd/{number}")
        except FileNotFoundError: # closed in between
            continue
        found.append(path.split(":")[0].split("/")[-1])
    return sorted(found)


def private_kilobytes(pid):
    """Returns the memory to which it has written.  Pages of a new file are dirty, too, and
    are not counted."""
    for line in read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith(b"Anonymous:"):
            return int(line.split()[1])
    return 0


def send(pid, signal):
    if pid <= 1:  # groups of processes, every process, and the first
        raise ValueError(f"no pid to send {signal} to: {pid}")
    try:
        os.kill(pid, signal)
    except ProcessLookupError:
        pass
