"""The figures: one function each.  It takes a stage, a peer and the options, and returns
numbers by name.  Each is called once a round for each peer in turn."""

import contextlib
import os
import shutil
import signal
import statistics
import struct
import subprocess
import time

import processes
from processes import until

LINE = struct.Struct("=qqqqq")


class Stage:
    """A directory in memory, the do-nothing programs, and one supervisor at a time."""

    def __init__(self, root, source):
        self.root, self.scan, self.bin = root, f"{root}/scan", f"{root}/bin"
        self.record = f"{root}/record"
        self.peer = self.names = self.top = None
        os.mkdir(self.bin)
        self.compile(source, "nothing")
        self.compile(source, "recorder", f'-DRECORD="{self.record}"')
        self.compile(source, "crasher", f'-DRECORD="{self.record}"', "-DCRASH=2")
        self.compile(source, "true", "-DCRASH=1")

    def compile(self, source, name, *defines):
        subprocess.run(
            ["cc", "-O2", "-static", "-nostdlib", "-fno-stack-protector", *defines,
             "-o", f"{self.bin}/{name}", source], check=True)

    def lines(self):
        """Returns each start since the stage was set: the time, and the processor time."""
        data = processes.read(self.record)
        for s, ns, cpu_s, cpu_ns, pid in LINE.iter_unpack(data):
            yield s * 10**9 + ns, cpu_s + cpu_ns / 1e9, pid

    def starts(self):
        return os.stat(self.record).st_size // LINE.size

    @contextlib.contextmanager
    def running(self, peer, n, service="recorder"):
        """Starts the peer with N services; the caller waits for what it needs."""
        self.names = [f"s{i:05}" for i in range(n)]
        shutil.rmtree(self.scan, ignore_errors=True)
        os.mkdir(self.scan)
        with open(self.record, "w", encoding="ascii"):
            pass
        peer.make(self.scan, self.names, f"{self.bin}/{service}")
        self.peer, self.begun = peer, time.monotonic_ns()
        self.top = processes.spawn(
            peer.scanner(self.scan, n), peer.env, log=f"{self.root}/log")
        try:
            yield self
        finally:
            processes.end_all()

    def all_up(self, n):
        until(lambda: self.starts() >= n, f"{self.peer.name}: {n} services up", 120)

    def instances(self):
        """Returns the living pids of the service."""
        processes.reap()
        return sorted(p for p in processes.below(os.getpid())
                      if processes.is_service(p, self.bin))

    def spawn_true(self):
        os.waitpid(processes.spawn([f"{self.bin}/true"], {}), 0)

    def tree(self):
        return [self.top, *processes.below(self.top)]

    def supervisors(self):
        return [p for p in self.tree() if not processes.is_service(p, self.bin)]

    def settled(self, n, seconds):
        """Waits until all are up for longer than throttles and delayed work."""
        self.all_up(n)
        time.sleep(seconds)


SETTLE = 1.5  # longer than every throttle (1 s) and foster's time to settle (0.5 s)


def memory(stage, peer, options):
    """Memory of the supervisors, for each service."""
    for n in options.n:
        with stage.running(peer, n):
            stage.settled(n, SETTLE)
            total = {"private": 0, "pss": 0, "tables": 0, "fds": 0}
            for pid in stage.supervisors():
                for key, value in processes.memory(pid).items():
                    total[key] += value
        for key, value in total.items():
            yield f"{key} {n}", value / n


def start(stage, peer, options):
    """From the start of the first process to the first instruction of the last service;
    and the processor time of the whole tree, with the services, until it rests."""
    for n in options.n:
        with stage.running(peer, n):
            stage.settled(n, SETTLE)
            last = max(at for at, _, _ in stage.lines())
            yield f"start wall {n}", (last - stage.begun) / 1e6
            yield f"start cpu {n}", processes.own_cpu(stage.tree()) * 1e3


def idle(stage, peer, options):
    """Wake-ups of the supervisors of 100 services at rest."""
    n, seconds = min(100, max(options.n)), 2 if options.quick else options.idle
    with stage.running(peer, n):
        stage.settled(n, SETTLE)
        pids = stage.supervisors()
        before = sum(processes.switches(pid) for pid in pids)
        time.sleep(seconds)
        yield "idle", sum(processes.switches(pid) for pid in pids) - before


def few(options):
    """Returns how many services are commanded one by one."""
    return min(3 if options.quick else 10, max(options.n))


def kill(stage, peer, options):
    """From the kill of a service, long up, to the first instruction of the next."""
    n = few(options)
    with stage.running(peer, n):
        stage.settled(n, SETTLE)
        for pid in [pid for _, _, pid in stage.lines()]:
            starts = stage.starts()
            at = time.monotonic_ns()
            os.kill(pid, signal.SIGKILL)
            until(lambda: stage.starts() > starts, f"{peer.name}: up after a kill")
            yield "kill", (list(stage.lines())[-1][0] - at) / 1e6


def timed(command, *args):
    """Returns the milliseconds that a command takes."""
    at = time.monotonic_ns()
    command(*args)
    return (time.monotonic_ns() - at) / 1e6


def commands(stage, peer, options):
    """down, up and restart as a person types them, each until it is done.  The services are
    commanded one after another, and have been up or down for longer than any throttle."""
    n = few(options)
    with stage.running(peer, n):
        stage.settled(n, SETTLE)
        for verb in ("down", "up", "restart"):
            for name in stage.names:
                yield verb, timed(getattr(peer, verb), stage.scan, name)
            time.sleep(SETTLE)


def floor(stage, peer, options):
    """The time of a program that does nothing, started and waited for like the commands:
    no command can take less."""
    for _ in range(few(options)):
        yield "floor", timed(stage.spawn_true)


def status(stage, peer, options):
    """The status commands of a person, for one service and for all."""
    for n in options.n:
        with stage.running(peer, n):
            stage.settled(n, SETTLE)
            for _ in range(3 if options.quick else 10):
                if n == min(options.n):
                    yield "status 1", timed(peer.status, stage.scan, stage.names[:1])
                yield f"status {n}", timed(peer.status, stage.scan, stage.names)


def pickup(stage, peer, options):
    """From the rename of a complete directory into the place to its first instruction."""
    if not peer.notices:
        return
    n = min(100, max(options.n))
    with stage.running(peer, n):
        stage.settled(n, SETTLE)
        for i in range(2 if options.quick else 5):
            starts = stage.starts()
            at = peer.add(stage.scan, f"x{i}", f"{stage.bin}/recorder")
            until(lambda: stage.starts() > starts, f"{peer.name}: a new one up")
            yield "pickup", (list(stage.lines())[-1][0] - at) / 1e6


def crash(stage, peer, options):
    """All services exit 1 at once, forever.  Processor time is that of the supervisors and
    of each service, from fork on, which the service reports before it exits."""
    n = max(options.n)
    with stage.running(peer, n, "crasher"):
        stage.all_up(n)
        pids = stage.supervisors()
        first, before = stage.starts(), processes.own_cpu(pids)
        end = time.monotonic() + (2 if options.quick else 10)
        looks = []
        while time.monotonic() < end:
            looks.append(timed(peer.status, stage.scan, stage.names[:1]))
            time.sleep(0.02)
        starts = list(stage.lines())[first:]
        ran = processes.own_cpu(pids) - before + sum(cpu for _, cpu, _ in starts)
        if starts:
            yield "crash cpu", ran / len(starts) * 1e3
        yield "crash starts", len(starts)
        if looks:
            yield "crash status", statistics.median(looks)
        if len(looks) >= 2:
            yield "crash status p99", statistics.quantiles(looks, n=100)[98]


def killed_supervisor(stage, peer):
    """The fate of a service and of its facts when its supervisor is killed.  A supervisor
    without a scanner is started again, as by a person.  In words, not numbers."""
    with stage.running(peer, 1):
        stage.settled(1, SETTLE)
        name, old = stage.names[0], next(stage.lines())[2]
        supervisor = processes.parents()[old]
        os.kill(supervisor, signal.SIGKILL)
        until(lambda: not processes.lives(supervisor), f"{peer.name}: killed")
        if supervisor == stage.top:
            stage.top = processes.spawn(
                peer.scanner(stage.scan, 1), peer.env, log=f"{stage.root}/log")
        time.sleep(10)  # runit looks every 5 s
        instances = stage.instances()
        shown = peer.shown(stage.scan, name)
        facts = [str(len(instances)), "yes" if old in instances else "no",
                 "right" if [shown] == instances else
                 f"one of {len(instances)}" if shown in instances else
                 "none" if shown is None else "wrong"]
        try:
            peer.down(stage.scan, name)
            until(lambda: not stage.instances(), f"{peer.name}: down", 5)
        except TimeoutError:
            pass # the attempt is the result
        return dict(zip(TABLES["killed-supervisor"][1], facts + [str(len(stage.instances()))]))


FIGURES = {
    "memory": memory, "start": start, "idle": idle, "kill": kill, "commands": commands,
    "floor": floor, "status": status, "pickup": pickup, "crash": crash,
}

# These return facts, one row for each peer.  The last row has the title and the columns.
FACTS = {"killed-supervisor": killed_supervisor}
TABLES = {
    "killed-supervisor": (
        "kill -9 of the supervisor of one service",
        ("instances 10 s later", "the old one lives", "shown pid", "instances after down")),
}

# These count, and the load does not change their counts, so they run only once.
ONCE = ("memory", "idle")

# The label and the unit of each number.
NAMES = {
    "private": ("private memory per service", "kB"),
    "pss": ("proportional memory per service", "kB"),
    "tables": ("page tables per service", "kB"),
    "fds": ("descriptors per service", ""),
    "start wall": ("start to all up", "ms"),
    "start cpu": ("processor time of that start", "ms"),
    "idle": ("wake-ups at rest", ""),
    "kill": ("kill to next first instruction", "ms"),
    "down": ("down", "ms"),
    "up": ("up", "ms"),
    "restart": ("restart", "ms"),
    "floor": ("a command that does nothing", "ms"),
    "status": ("status", "ms"),
    "pickup": ("new directory to first instruction", "ms"),
    "crash cpu": ("all crash: processor time per start", "ms"),
    "crash starts": ("all crash: starts meanwhile", ""),
    "crash status": ("all crash: status of one", "ms"),
    "crash status p99": ("all crash: status of one, 99 of 100", "ms"),
}
