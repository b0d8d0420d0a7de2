"""The stage: a directory with programs of our own, a scan directory, a svscan that is
restarted when it dies, as process 1 would do, and the published files of supervise."""

import os
import shutil
import signal
import time
import tomllib

import proc
from services import Maker, kinds

PROGRAMS = ("svscan", "supervise", "supervise-plan", "supervise-exec", "supervise-attend",
            "svctl", "actor")
PATIENCE = 60 * int(os.environ.get("FOSTER_PATIENCE", 1))  # seconds: t/patience.h


class Failure(Exception):
    """A broken promise of foster."""


class World:
    def __init__(self, root, programs):
        self.root, self.programs = root, programs
        self.bin, self.scan, self.aside = f"{root}/bin", f"{root}/scan", f"{root}/aside"
        self.events, self.log = f"{root}/events", f"{root}/log"
        self.mark = f"FOSTER_CHAOS={root}"
        self.env = {"PATH": f"{self.bin}:/usr/bin:/bin", "ACTOR_LOG": self.events,
                    "LC_ALL": "C", "FOSTER_CHAOS": root,
                    "ASAN_OPTIONS": "detect_leaks=0"}
        self.svscan = None
        self.kind_of = {} # by the first name of each service
        self.name_now = {} # ... the present name of its directory; absent if removed
        self.stopped = {}   # pid: start
        self.made = 0
        for directory in (self.bin, self.scan, self.aside, f"{root}/locks"):
            os.mkdir(directory)
        with open(self.events, "w", encoding="ascii"):
            pass
        for program in PROGRAMS:
            shutil.copy(f"{programs}/{program}", self.bin)
        self.maker = Maker(self.aside, f"{self.bin}/actor", f"{root}/locks")

    # --- Services.

    def add(self, kind, name=None):
        """Adds a service directory, complete at once; returns the name that it keeps."""
        self.made += 1
        name = name or f"{kind}-{self.made}"
        self.maker.make(name, kind)
        os.rename(f"{self.aside}/{name}", f"{self.scan}/{name}")
        self.kind_of[name], self.name_now[name] = kind, name
        return name

    def add_all(self, number):
        for name, kind in kinds(number):
            self.add(kind, name)

    def directories(self):
        """Returns {service: its directory}, also of logs, in the scan directory."""
        found = {}
        for name, now in self.name_now.items():
            found[name] = f"{self.scan}/{now}"
            if os.path.isdir(f"{self.scan}/{now}/log"):
                found[f"{name}/log"] = f"{self.scan}/{now}/log"
        return found

    def tell(self, directory, letters):
        try:
            control = os.open(f"{directory}/supervise/control",
                              os.O_WRONLY | os.O_NONBLOCK)
        except OSError: # no process reads it now
            return False
        try:
            os.write(control, letters.encode())
        except OSError: # the FIFO is full: a supervise is stopped
            return False
        finally:
            os.close(control)
        return True

    # --- Supervisors.

    def start_svscan(self):
        self.svscan = proc.spawn([f"{self.bin}/svscan", self.scan], self.env, self.log)

    def keep(self):
        """Restarts svscan if it is dead."""
        if self.svscan and proc.ended(self.svscan):
            self.start_svscan()

    def supervises(self):
        """{directory: [pid...]} by working directories, which a rename does not change."""
        found = {}
        for pid in proc.table():
            words = proc.words(pid)
            if words and os.path.basename(words[0]) == "supervise":
                try:
                    found.setdefault(os.readlink(f"/proc/{pid}/cwd"), []).append(pid)
                except OSError:
                    continue
        return found

    def supervise_of(self, directory):
        """Returns the process that holds the lock there, by the kernel's table."""
        try:
            inode = os.stat(f"{directory}/supervise/lock").st_ino
        except OSError:
            return None
        for line in proc.read("/proc/locks").decode().splitlines():
            words = line.split()
            if words[1] == "POSIX" and words[5].endswith(f":{inode}"):
                return int(words[4])
        return None

    def state(self, directory):
        try:
            return tomllib.loads(proc.read(f"{directory}/supervise/state").decode())
        except tomllib.TOMLDecodeError as error:
            raise Failure(f"{directory}/supervise/state is no TOML: {error}") from error

    def svctl(self, *words, seconds=PATIENCE):
        command, *rest = words
        return proc.run([f"{self.bin}/svctl", command, "-S", self.scan, *rest],
                        self.env, f"{self.root}/svctl", seconds)

    def install(self, program):
        """Replaces the program by another copy."""
        shutil.copy(f"{self.programs}/{program}", f"{self.bin}/.new")
        os.rename(f"{self.bin}/.new", f"{self.bin}/{program}")

    # --- Stopping and continuing processes.

    def stop(self, pid):
        fields = proc.stat(pid)
        if fields:
            self.stopped[pid] = fields[19]
            proc.send(pid, signal.SIGSTOP)

    def go_on(self, pid):
        born = self.stopped.pop(pid, None)
        fields = proc.stat(pid)
        if fields and fields[19] == born:
            proc.send(pid, signal.SIGCONT)

    def all_go_on(self):
        for pid in list(self.stopped):
            self.go_on(pid)
        for pid, fields in proc.table().items():
            if fields and fields[0] == b"T": # stopped by a command, or below such
                proc.send(pid, signal.SIGCONT)

    # --- Waiting.

    def until(self, wrong, what, seconds=PATIENCE):
        """Waits until wrong() returns nothing."""
        deadline = time.monotonic() + seconds
        while True:
            self.keep()
            said = wrong()
            if not said:
                return
            if time.monotonic() > deadline:
                raise Failure(f"after {seconds} s not {what}: {said}")
            time.sleep(0.1)
