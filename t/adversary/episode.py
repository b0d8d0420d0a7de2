"""Plays one plan in a world of its own, and says what was not as promised."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import tomllib

import proc
import shapes
from generations import Generations, belongs_to_nobody

PATIENCE = 40 * proc.patience  # seconds: a machine may be busy
LOOKS = 5 * 10**8  # nanoseconds until a supervise has surely looked at what it has

# Acts that leave the service up: the words of svctl, or what svscan is sent.
COMMANDS = {"restart": ("restart", "-t", "15s"), "terminate": ("signal", "TERM"),
            "kill-main": ("signal", "KILL"), "kill-all": ("kill", "-t", "15s"),
            "upgrade": ("upgrade", "-t", "3s")}
UNFELT = ("nothing", "upgrade", "rescan", "upgrade-svscan")
SIGNALS = {"rescan": signal.SIGHUP, "upgrade-svscan": signal.SIGALRM}


EXITING = 0x4  # of the flags in /proc/PID/stat: PF_EXITING
DEADLY = 1 << (signal.SIGKILL - 1) | 1 << (signal.SIGTERM - 1)


class Broken(Exception):
    """A promise that was not kept: its kind, and what was seen."""

    def __init__(self, kind, seen):
        super().__init__(f"{kind}: {seen}")
        self.kind = kind


def runs(pid):
    """Whether it lives, and is no zombie: supervise reaps a process when it has acted."""
    return (proc.stat(pid) or b"X")[0] not in (b"Z", b"X")


def runs_on(pid):
    """Whether no signal is about to end it, either: a busy machine takes its time."""
    for line in proc.read(f"/proc/{pid}/status").splitlines():
        if line.startswith((b"SigPnd:", b"ShdPnd:")) and int(line.split()[1], 16) & DEADLY:
            return False
    stat = proc.stat(pid)  # later: a process that takes the signal begins to exit
    return bool(stat) and runs(pid) and not int(stat[6]) & EXITING


class Killer:
    """The killer of one world, and what it has answered."""

    def __init__(self, programs, root, state, argv, env):
        self.lines, self.dones, self.alive = [], 0, True
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            [f"{programs}/killer", state, root, *argv], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.strip())
                self.dones += line == "done\n"
                self.changed.notify_all()
        with self.changed:
            self.alive = False
            self.changed.notify_all()

    def tell(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise Broken("killer", f"it does not hear: {error}") from error

    def wait(self, condition, seconds):
        with self.changed:
            return self.changed.wait_for(lambda: not self.alive or condition(), seconds)

    def kills(self, roles=None, what="killed"):
        found = [line.split()[1] for line in list(self.lines) if line.startswith(what)]
        return [role for role in found if roles is None or role in roles]

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Episode:
    def __init__(self, plan, stage, witness):
        self.plan, self.stage, self.witness = plan, stage, witness
        self.root = tempfile.mkdtemp(prefix=f"{plan.index}-", dir=stage.root)
        self.scan, self.directory = f"{self.root}/scan", f"{self.root}/scan/s"
        self.events = f"{self.root}/events"
        self.seen = b"", {}  # the last state
        self.excused = []

    def play(self):
        """The Broken promise, or None."""
        os.chmod(self.root, 0o755)
        with open(self.events, "w", encoding="ascii"):
            pass
        shapes.make(self.scan, "s", self.plan.shape)
        self.prepare()
        self.env = {"PATH": f"{self.stage.bin}:/usr/bin:/bin", "ACTOR_LOG": self.events,
                    "LC_ALL": "C", "FOSTER_ADVERSARY": self.root}
        self.launches = Generations(self.events, self.witness)
        self.killer = Killer(self.stage.programs, self.root,
                             f"{self.directory}/supervise/state",
                             [f"{self.stage.bin}/svscan", self.scan], self.env)
        self.now = "begin"
        try:
            for act in self.plan.acts:
                self.now = act.what
                before = self.count()
                self.perform(act)
                self.spare(before)
            return None
        except Broken as broken:
            return broken
        finally:
            self.left = self.describe()
            self.killer.close()

    def prepare(self):
        """What else is there before svscan begins."""

    # --- Acts.

    def perform(self, act):
        if act.what in COMMANDS:
            self.strike(act, lambda: self.svctl(*COMMANDS[act.what]))
            self.comes_up()
        elif act.what in SIGNALS:
            self.strike(act, lambda: self.signal_svscan(SIGNALS[act.what]))
            self.comes_up()
        else:
            getattr(self, act.what.replace("-", "_"))(act)

    def start(self, act):
        self.strike(act, lambda: self.killer.tell("start"))
        self.comes_up()

    def nothing(self, act):
        self.strike(act)
        self.comes_up()

    def strike(self, act, deed=lambda: None):
        """Does the deed while the killer strikes."""
        dones = self.killer.dones
        if act.steps:
            self.killer.tell(f"plan {' '.join(act.steps)}")
        deed()
        if act.steps:
            self.struck(dones)

    def signal_svscan(self, number):
        started = [line.split()[1] for line in list(self.killer.lines)
                   if line.startswith("started")]
        proc.send(int(started[-1]), number)

    def down(self, act):
        self.strike(act, lambda: self.svctl("down", "-t", "15s"))
        deadline = time.monotonic() + PATIENCE
        while self.svctl("down", "-t", "15s") != 0:
            if time.monotonic() > deadline:
                raise Broken("stuck", f"it does not come down: {self.state()}")
        self.launched = self.count()
        left = self.members()
        if left:
            raise Broken("left after down", left)
        self.hold()

    def stay_down(self, act):
        if not act.steps:
            return
        self.strike(act)
        self.until(lambda: self.state().get("phase") == "down" or
                   self.count() != self.launched, "down as before")
        self.hold()
        if self.count() != self.launched:
            raise Broken("down undone", f"{self.count() - self.launched} launches")
        if left := self.members():
            raise Broken("left after down", left)

    def end(self, act):
        if act.steps:
            self.killer.tell(f"plan {' '.join(act.steps)}")
        pause = 0
        while not self.ends(pause):
            pause += 0.1
        if self.svscan_said()[-1] != "ended 0":
            raise Broken("exit", f"svscan {self.svscan_said()[-1]}")
        self.nothing_left()
        self.hold()

    def svscan_said(self):
        return [line for line in list(self.killer.lines)
                if line.startswith(("started", "died", "ended"))]

    def ends(self, pause):
        """Whether svscan ends when it is told to; else it was killed, and is started again.
        TERM kills a svscan that has only just been started, so it comes after a pause."""
        if not self.killer.wait(lambda: self.svscan_said()[-1].startswith("started"),
                                PATIENCE):
            raise Broken("killer", "svscan is not started")
        time.sleep(pause)
        said = len(self.svscan_said())
        self.killer.tell("end")
        if not self.killer.wait(lambda: len(self.svscan_said()) > said, PATIENCE):
            raise Broken("stuck", "svscan does not end")
        return self.svscan_said()[said].startswith("ended")

    # --- What must be so.

    def struck(self, dones):
        """The plan is done: its last process is dead."""
        if not self.killer.wait(lambda: self.killer.dones > dones, PATIENCE):
            raise Broken("killer", "the plan is not done")
        if not self.killer.alive:
            raise Broken("killer", "it has died")
        self.hold()

    def hold(self):
        """There never are two generations."""
        self.launches.read()
        for _, older, newer in self.launches.overlaps():
            if self.excuse(older, newer.born):
                continue
            raise Broken("two generations",
                         f"run {newer.pid} began while {older.pid} of another run lived "
                         f"(its parent was {older.parent.pid})")
        for pid, start in self.launches.violations:
            raise Broken("two generations", f"run {pid} has found the lock of another held")

    def excuse(self, process, when=None):
        """Where svscan was killed, a supervise may have left the process to nobody."""
        if process is None or not self.killer.kills(("svscan",)):
            return False
        killed = [line.split() for line in list(self.killer.lines)
                  if line.startswith("killed")]
        for number, (_, role, pid, *_) in enumerate(killed, 1):
            if role != "supervise":
                continue
            text = proc.read(f"{self.root}/state.{number}").decode()  # empty: had none yet
            kin = tomllib.loads(text).get("children", [])
            found = [self.witness.find(k["pid"], k["start"]) for k in kin]
            published = [process for process in found if process]
            if (belongs_to_nobody(process, published, when) and
                    not self.was_to_be_seen(process, published, int(pid))):
                self.excused.append(process)
                proc.send(process.pid, signal.SIGKILL)
                return True
        return False

    def was_to_be_seen(self, process, published, killed):
        """A later supervise has found it below a process that its state names."""
        with self.witness.lock:
            ends = [p.died for p in self.witness.past.get(killed, [])]
            killer = self.witness.living.get(self.killer.process.pid)
            later = [s.born for svscan in (killer.children if killer else [])
                     for s in svscan.children if ends and s.born > max(ends)]
        above = []
        while process.parent and process not in published:
            above.append(process)
            process = process.parent
        return process in published and any(
            all(p.born < when and (p.died is None or p.died > when + LOOKS)
                for p in (*above, process)) for when in later)

    def count(self):
        self.launches.read()
        return sum(name == "s" for name in self.launches.noted.values())

    def spare(self, before):
        """A launch that has noted itself lives on: no kill of a supervisor ends it."""
        if self.now == "start":
            before += 1
        if self.now in ("start", *UNFELT) and self.count() > before and not self.excused:
            raise Broken("ended without need", f"{self.count() - before} launches too many")

    def comes_up(self):
        self.until(self.is_up, "up")
        self.hold()
        with self.witness.lock:
            trees = [(run.pid, run.tree()) for run in self.launches.runs.get("s", [])]
        alive = [pid for pid, tree in trees
                 if any(p.died is None and p not in self.excused for p in tree)]
        if len(alive) > 1:
            raise Broken("two generations", f"the runs {alive} have processes that live")

    def is_up(self):
        """Ready, with the process as its main that says it is the daemon."""
        state = self.state()
        if state.get("phase") != "up" or not state["ready"] or not runs_on(state["main"]):
            return False
        self.launches.read()
        noted = [pid for pid, _ in self.launches.noted]
        if any(k["came"] == "spawned" and k["pid"] not in noted for k in state["children"]):
            return False  # a run process that has not begun
        main = self.launches.main
        return not self.plan.shape.says_main or (main and main[0] == state["main"])

    def until(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if not self.killer.alive:
                raise Broken("killer", "it has died")
            if time.monotonic() > deadline:
                raise Broken("stuck", f"it is not {what}: {self.state()}")
            self.hold()
            time.sleep(0.05)

    def members(self):
        """All that live and have a launch's token."""
        return self.living("ADVERSARY_LAUNCH=s:")

    def nothing_left(self):
        if left := self.living(""):
            raise Broken("left after the end", left)

    def living(self, token):
        """The processes of this world with that in their environment, in words."""
        return [f"{pid} {' '.join(proc.words(pid))}"
                for pid in proc.below(self.killer.process.pid)
                if token.encode() in proc.read(f"/proc/{pid}/environ") and
                runs(pid) and
                not self.excuse(self.witness.living.get(pid))]

    # --- Looks.

    def state(self):
        text = proc.read(f"{self.directory}/supervise/state")
        if text != self.seen[0]:
            try:
                self.seen = text, tomllib.loads(text.decode())
            except tomllib.TOMLDecodeError as error:
                raise Broken("state", f"it is no TOML: {error}") from error
        return self.seen[1]

    def svctl(self, command, *words):
        return subprocess.run(
            [f"{self.stage.bin}/svctl", command, "-S", self.scan, *proc.patient(words), "s"],
            env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False, close_fds=False).returncode

    def log(self):
        """What svscan and its programs have said."""
        return proc.read(f"{self.root}/log").decode(errors="replace")

    def describe(self):
        """What may explain a failure."""
        lines = [str(self.plan), f"in the act {self.now}", *self.killer.lines,
                 "--- events", proc.read(self.events).decode(),
                 "--- log", self.log()[-3000:],
                 "--- state", proc.read(f"{self.directory}/supervise/state").decode(),
                 "--- alive", *self.living("")]
        return "\n".join(lines)

    def clean(self):
        shutil.rmtree(self.root, ignore_errors=True)
