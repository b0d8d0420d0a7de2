"""The generations of services: each run of a service notes itself in a file of events, and the
witness knows all its descendants.  This finds overlaps, and excuses none."""

import os


class Generations:
    def __init__(self, events, witness):
        self.events, self.witness = events, witness
        self.position = 0
        self.count = 0
        self.runs = {}        # service: [Process...] in the order of their notes
        self.noted = {}       # (pid, start): service
        self.main = None # (pid, start) of the last process that noted `main`
        self.unseen = {} # the same for runs that the witness has not reported yet
        self.violations = [] # (pid, start) of runs that found their lock taken
        self.judged = set()

    def read(self):
        """Reads the notes of the runs since the last call."""
        if os.stat(self.events).st_size == self.position and not self.unseen:
            return
        with open(self.events, encoding="ascii") as file:
            file.seek(self.position)
            for line in file.read().splitlines():
                event, pid, start = line.split()
                self.take_in(event, (int(pid), int(start)))
            self.position = file.tell()
        for key, service in list(self.unseen.items()):
            if process := self.witness.find(*key):
                self.runs.setdefault(service, []).append(process)
                del self.unseen[key]

    def take_in(self, event, key):
        if event == "violation":
            self.violations.append(key)
        elif event == "main":
            self.main = key
        elif event.startswith("run:"):
            self.noted[key] = event[4:]
            self.count += 1
            if self.witness.open:
                self.unseen[key] = event[4:]

    def overlaps(self):
        """Returns (service, a process of an older run, the run that began in its life), each
        newer run once."""
        for service, runs in self.runs.items():
            ordered = sorted(runs, key=lambda p: p.born)
            for i, newer in enumerate(ordered[1:], 1):
                if (newer.pid, newer.born) in self.judged:
                    continue
                self.judged.add((newer.pid, newer.born))
                with self.witness.lock:
                    older = self.alive_at(ordered[:i], newer.born)
                for process in older:
                    yield service, process, newer

    @staticmethod
    def alive_at(runs, when):
        """Returns the processes of these runs that live at that time."""
        return [p for run in runs for p in run.tree()
                if p.born <= when and (p.died is None or p.died > when)]


def belongs_to_nobody(process, published, now=None):
    """The exception in BUGS of svscan(8), for a process that a dead supervise has left.  That
    supervise had not published it, and its session does not show its service: it is neither
    the session of a published process, nor one where a published process lives."""
    def tells(known):
        return known.session is process.session and (
            known is process.session or known.died is None or
            (now is not None and known.died > now))
    return process not in published and not any(map(tells, published))
