"""The promises.  Each function returns what is wrong, or nothing.

Never two generations: a run of a service may begin only when everything that the run before
has started is dead: it and all its descendants, by the kernel's process events.  Only the
exceptions in BUGS of svscan(8) are excused.  They apply when more than one supervise was
dead at once, or svscan already had processes of one, or svscan was dead itself.  Then an
orphan is excused if its supervise had not published it, and if it is neither in a session
that a published process led nor in one where a published process lives."""

import json
import os

import proc
from generations import Generations, belongs_to_nobody
from services import is_loop
from world import Failure


class Oracle:
    def __init__(self, world, witness):
        self.world, self.witness = world, witness
        self.launches = Generations(world.events, witness)
        self.bereaved = {} # service: [(its published processes, crowd)...]
        self.excused = []
        self.alone = 0

    # --- Two generations.

    def bereave(self, service, directory, crowd):
        """Notes what its supervise has published, before that is killed."""
        self.crowd()
        self.alone += not crowd
        state = self.world.state(directory)
        known = []
        for member in state.get("children", []):
            process = self.witness.open and self.witness.find(member["pid"],
                                                              member["start"])
            if process:
                known.append(process)
        self.bereaved.setdefault(service, []).append((known, crowd))

    def crowd(self):
        """Another supervise, or svscan, is about to be killed.  Marks every earlier death as
        one of several: processes that are inherited, or still to be recovered, are no
        longer those of the only dead supervise."""
        for service, deaths in self.bereaved.items():
            self.bereaved[service] = [(published, True) for published, _ in deaths]

    def excuse(self, service, process, now=None):
        """Returns whether a death of its supervise has left that process without a service."""
        return any(crowd and belongs_to_nobody(process, published, now)
                   for published, crowd in self.bereaved.get(service, []))

    def two_generations(self):
        known = self.launches
        known.read()
        if self.witness.open and not self.witness.lost:
            for service, older, newer in known.overlaps():
                self.judge(service, older, newer)
        waiting = [v for v in known.violations if v in known.unseen or v not in known.noted]
        for pid, start in known.violations:
            if (pid, start) not in waiting and not self.excusable(pid, start):
                raise Failure(f"two generations of {known.noted.get((pid, start))}: process "
                              f"{pid} has found the lock of another held")
        known.violations = waiting

    def excusable(self, pid, start):
        """Returns whether a lock that was found held is excused.  Without the kernel's events
        the session of a dead process is unknown."""
        if self.witness.open and not self.witness.lost:
            return any(p and p.pid == pid for p, _ in self.excused)
        return any(crowd for _, crowd in self.bereaved.get(self.launches.noted.get((pid, start)), []))

    def judge(self, service, older, newer):
        if self.excuse(service, older, newer.born):
            self.excused.append((newer, older))
            if older.died is None:
                proc.send(older.pid, 9) # as svscan would, if it found the older one
            return
        raise Failure(f"two generations of {service}: run {newer.pid} began at "
                      f"{newer.born} while {older.pid} (parent {older.parent.pid}, born "
                      f"{older.born}, died {older.died}) of the run before it lived")

    # --- Each process belongs to a service.

    def unattributed(self):
        """Returns processes below us that are no supervisors and in no status."""
        listed, supervisors = self.status(), {self.world.svscan}
        for pids in self.world.supervises().values():
            supervisors.update(pids)
        found = {pid for pid, fields in proc.table().items() if fields and fields[0] != b"Z"}
        found |= proc.marked(self.world.mark) - {os.getpid()}
        strange = {p for p in found - supervisors - listed if proc.stat(p)}
        for pid in sorted(strange):
            process = self.of(pid)
            if process and self.excuse(*process):
                self.excused.append((None, process[1]))
                proc.send(pid, 9)
        return [f"{p} {' '.join(proc.words(p))}" for p in sorted(strange)]

    def of(self, pid):
        """Returns (service, process) of a descendant of a run."""
        with self.witness.lock:
            process = self.witness.living.get(pid)
            roots = {id(run): service for service, runs in self.launches.runs.items()
                     for run in runs}
            up = process
            while up and id(up) not in roots:
                up = up.parent
            return (roots[id(up)], process) if up else None

    def status(self):
        out = f"{self.world.root}/status"
        if os.path.exists(out):
            os.unlink(out)
        proc.run([f"{self.world.bin}/svctl", "status", "--json", "-S", self.world.scan],
                 self.world.env, out)
        text = proc.read(out).decode()
        listed = set()
        for service in json.loads(text[text.index("{"):])["services"] if "{" in text else []:
            listed.update(service.get("processes", []), service.get("attendants", []))
        with_children = set(listed)
        children = {}
        for pid, fields in proc.table().items():
            if fields:
                children.setdefault(int(fields[1]), []).append(pid)
        ahead = list(listed)
        for pid in ahead:
            ahead.extend(c for c in children.get(pid, []) if c not in with_children)
            with_children.update(children.get(pid, []))
        return with_children

    def zombies(self):
        """Returns dead children of supervisors; those of a service's process do not count."""
        keepers = {self.world.svscan, *sum(self.world.supervises().values(), [])}
        return [f"{pid}, of {f[1].decode()}" for pid, f in proc.table().items()
                if f and f[0] == b"Z" and int(f[1]) in keepers]

    # --- Phases.

    def not_in(self, phases, names=None):
        """Returns services whose phase is none of these; loops may be anywhere but down."""
        wrong = []
        for name, directory in self.world.directories().items():
            phase = self.world.state(directory).get("phase", "without a state")
            if names is not None and name not in names:
                continue
            if is_loop(self.world.kind_of.get(name, "")) and phase in (
                    "up", "starting", "waiting", "finishing", *phases):
                continue
            if phase not in phases:
                wrong.append(f"{name} is {phase}")
        return wrong

    def not_supervised(self):
        """Checks for one supervise in each directory, and none elsewhere."""
        there, wrong = self.world.supervises(), []
        for name, directory in self.world.directories().items():
            pids = there.pop(directory, [])
            if len(pids) != 1:
                wrong.append(f"{name} has {len(pids)} supervises {pids}")
        wrong += [f"{pids} supervise {directory}" for directory, pids in there.items()]
        return wrong

    # --- What it costs.

    def costs(self):
        """{service: (its supervise's open files, its private kilobytes)}, also for svscan."""
        found = {"svscan": self.cost(self.world.svscan)}
        there = self.world.supervises()
        for name, directory in self.world.directories().items():
            found[name] = self.cost(there[directory][0])
        return found

    @staticmethod
    def cost(pid):
        return proc.files(pid), proc.private_kilobytes(pid)

    def grown(self, before, more_files, more_memory):
        """svscan has one more for each supervise that another svscan has started, and two
        for the pipe of each log that was added."""
        foreign = sum(int(proc.stat(pids[0])[1]) != self.world.svscan
                      for pids in self.world.supervises().values() if proc.stat(pids[0]))
        now, wrong = self.costs(), []
        logs = sum(name.endswith("/log") and name not in before for name in now)
        for name, (files, memory) in now.items():
            if name not in before:
                continue
            more = foreign + 2 * logs if name == "svscan" else more_files
            if len(files) > len(before[name][0]) + more:
                wrong.append(f"{name} has files {files}, had {before[name][0]}")
            if memory > before[name][1] + more_memory:
                wrong.append(f"{name} has {memory} kB, had {before[name][1]} kB")
        return wrong
