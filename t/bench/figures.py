"""What is measured: one function a figure.  It takes a stage, a peer and the options, and
gives its numbers by name; each is called once a round for each peer in turn."""

import contextlib
import os
import shutil
import struct
import subprocess
import time

import processes
from processes import until

LINE = struct.Struct("=qqqqq")


class Stage:
    """Our directory in memory, the do-nothing programs, and one supervisor at a time."""

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
        """Each start since the stage was set: when, and the processor time until then."""
        data = processes.read(self.record)
        for s, ns, cpu_s, cpu_ns, pid in LINE.iter_unpack(data):
            yield s * 10**9 + ns, cpu_s + cpu_ns / 1e9, pid

    def starts(self):
        return os.stat(self.record).st_size // LINE.size

    @contextlib.contextmanager
    def running(self, peer, n, service="recorder"):
        """The peer with N services, from its start; the caller waits for what it needs."""
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

    def tree(self):
        return [self.top, *processes.below(self.top)]

    def supervisors(self):
        return [p for p in self.tree() if not processes.is_service(p, self.bin)]

    def settled(self, n, seconds):
        """All are up, and have been long enough for throttles and afterthoughts."""
        self.all_up(n)
        time.sleep(seconds)


SETTLE = 1.5  # longer than every throttle (1 s) and foster's time to settle (0.5 s)


def memory(stage, peer, options):
    """What the supervisors hold, for each service."""
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
    and what the whole tree, services too, has run when it has come to rest."""
    for n in options.n:
        with stage.running(peer, n):
            stage.settled(n, SETTLE)
            last = max(at for at, _, _ in stage.lines())
            yield f"start wall {n}", (last - stage.begun) / 1e6
            yield f"start cpu {n}", processes.own_cpu(stage.tree()) * 1e3


FIGURES = {"memory": memory, "start": start}

# What each number is called, and its unit.
NAMES = {
    "private": ("private memory per service", "kB"),
    "pss": ("proportional memory per service", "kB"),
    "tables": ("page tables per service", "kB"),
    "fds": ("descriptors per service", ""),
    "start wall": ("start to all up", "ms"),
    "start cpu": ("processor time of that start", "ms"),
}
