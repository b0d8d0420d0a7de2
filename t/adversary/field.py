"""A field for one attack of a local user: directories of root's, a public one like /tmp, a
svscan, and the means of a user without a name and without privilege."""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import threading
import time
import tomllib

import proc

USER = 54321  # a uid without a name; its group has the same number
PATIENCE = 15  # seconds until a program counts as hung, on an idle machine
IN_OPEN = 0x20

attacks = []  # (class, name, what the user does, function)


class Skipped(Exception):
    """The attack cannot be tried here."""


def attack(kind, what, name=None):
    """Registers a function that returns how the attack has succeeded, or None."""
    def register(function):
        attacks.append((kind, name or function.__name__, what, function))
        return function
    return register


class Field:
    def __init__(self, stage, name):
        self.stage, self.name = stage, name
        self.root = f"{stage.root}/user/{name}"
        self.scan, self.public = f"{self.root}/scan", f"{self.root}/public"
        self.proofs, self.secrets = f"{self.root}/proofs", f"{self.root}/secrets"
        self.events, self.log = f"{self.root}/events", f"{self.root}/log"
        self.mark = f"FOSTER_ADVERSARY={self.root}\0"
        self.env = {"PATH": f"{stage.bin}:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C",
                    "ACTOR_LOG": self.events, "FOSTER_ADVERSARY": self.root,
                    "TERM": "xterm"}
        self.supervisors, self.processes = [], []
        for directory in (self.scan, self.proofs, self.secrets, self.public):
            os.makedirs(directory)
        os.chmod(self.proofs, 0o700)
        os.chmod(self.secrets, 0o700)
        os.chmod(self.public, 0o1777)
        self.write(self.events, "", 0o666)
        self.secret = self.write(f"{self.secrets}/secret", "SECRET=of-root-only\n", 0o600)
        self.precious = self.write(f"{self.root}/precious", "as it was\n", 0o644)

    # --- What root makes.

    @staticmethod
    def write(path, text, mode=0o644, owner=0):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        os.chown(path, owner, owner)
        return path

    @staticmethod
    def mkdir(path, mode=0o755, owner=0):
        os.makedirs(path, exist_ok=True)
        os.chmod(path, mode)
        os.chown(path, owner, owner)
        return path

    def service(self, name, run="exec actor 'main serve'", toml=None, where=None):
        """A service directory of root's."""
        directory = f"{where or self.scan}/{name}"
        self.write(f"{directory}/run", f"#!/bin/sh\n{run}\n", 0o755)
        if toml is not None:
            self.write(f"{directory}/service.toml", toml)
        return directory

    def users_service(self, name, run="exec actor 'main serve'", toml=""):
        """A service that runs as the user, with a directory `data` of the user's."""
        directory = self.service(
            name, run, f'{toml}\n[run-as]\nuser = "{USER}"\ngroup = "{USER}"\ngroups = []\n')
        self.mkdir(f"{directory}/data", 0o755, USER)
        return directory

    def payload(self):
        """A program that proves that root has run it."""
        return f"#!/bin/sh\n: >{self.proofs}/ran\nexec actor 'main serve'\n"

    def root_ran_it(self):
        return "root has run the user's program" if os.path.exists(
            f"{self.proofs}/ran") else None

    def spoiled(self):
        """Whether root's file was changed, or something made through a link."""
        if proc.read(self.precious) != b"as it was\n":
            return "root's file was overwritten"
        if os.stat(self.precious).st_mode & 0o7777 != 0o644 or os.stat(self.precious).st_gid:
            return "root's file has another mode or group"
        if sorted(os.listdir(self.secrets)) != ["secret"]:
            return "a file was made in root's directory"
        return None

    # --- What the user does.

    def as_user(self, deed, *arguments):
        """Does the deed as the user, and returns whether it could."""
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.setgroups([])
                os.setresgid(USER, USER, USER)
                os.setresuid(USER, USER, USER)
                os.umask(0)
                deed(*arguments)
                code = 0
            except OSError:
                pass
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    def user_writes(self, path, text, mode=0o755):
        def deed():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            if os.stat(path).st_uid == USER:
                os.chmod(path, mode)
        return self.as_user(deed)

    def user_links(self, target, path):
        def deed():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.lexists(path):
                os.unlink(path)
            os.symlink(target, path)
        return self.as_user(deed)

    def user_process(self, *argv, **more):
        """Starts a program as the user, which ends with the field."""
        process = subprocess.Popen(argv, user=USER, group=USER, extra_groups=[],
                                   env=self.env, stdin=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, **more)
        self.processes.append(process)
        return process

    def root_process(self, *argv, **more):
        process = subprocess.Popen(argv, env=self.env, stdin=subprocess.DEVNULL, **more)
        self.processes.append(process)
        return process

    # --- Foster.

    def start(self, program, *words, umask=0o022, **more):
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [f"{self.stage.bin}/{program}", *words], env={**self.env, **more},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.root,
                umask=umask)
        self.supervisors.append(process)
        return process

    def svscan(self, *words, **more):
        return self.start("svscan", *(words or (self.scan,)), **more)

    def svctl(self, *words, seconds=PATIENCE, **more):
        """(exit code, output); the code is None if it hangs, and it is killed then."""
        process = subprocess.Popen(
            [f"{self.stage.bin}/svctl", *proc.patient(words)], env={**self.env, "SVDIR": self.scan},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            **more)
        try:
            out = process.communicate(timeout=seconds * proc.patience)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, b""
        return process.returncode, out

    def on_terminal(self, program, *words, seconds=3):
        """What the program writes to a terminal, until it ends or the time is over."""
        master, slave = os.openpty()
        process = subprocess.Popen(
            [f"{self.stage.bin}/{program}", *words], env=self.env,
            stdin=slave, stdout=slave, stderr=slave, close_fds=True)
        os.close(slave)
        seen, deadline = b"", time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([master], [], [], left)[0]:
                try:
                    seen += os.read(master, 4096)
                except OSError:  # its last writer has gone
                    break
        process.kill()
        process.wait()
        os.close(master)
        return seen

    def state(self, directory):
        try:
            return tomllib.loads(proc.read(f"{directory}/supervise/state").decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            return {}

    def main(self, directory):
        return self.state(directory).get("main", 0)

    def supervise_of(self, name):
        """The pid of the supervise that svscan has started for that directory, or None."""
        found = []

        def look():
            found[:] = [pid for pid in proc.marked(self.mark)
                        if proc.words(pid)[1:2] == [name] and
                        proc.words(pid)[0].endswith("supervise")]
            return found
        return found[0] if self.until(look, 3) else None

    def until(self, condition, seconds=PATIENCE):
        """Whether it comes to be."""
        deadline = time.monotonic() + seconds * proc.patience
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def comes_up(self, directory, seconds=PATIENCE):
        """Up, and supervise has looked at its processes."""
        def up():
            state = self.state(directory)
            return state.get("phase") == "up" and all(k["start"] for k in state["children"])
        return self.until(up, seconds)

    def must_come_up(self, directory):
        if not self.comes_up(directory):
            raise AssertionError(f"{directory} does not come up: {self.said()[-300:]}")
        return self.main(directory)

    def ends_or_runs(self, process, directory):
        """A program that may refuse to begin: until it has, or the service is up."""
        self.until(lambda: process.poll() is not None or
                   self.state(directory).get("phase") == "up")

    def said(self):
        return proc.read(self.log).decode(errors="replace")

    def ended(self, event):
        return any(line.startswith(event + " ")
                   for line in proc.read(self.events).decode().splitlines())

    def pid_of(self, event):
        """The last process that noted the event."""
        found = [line.split()[1] for line in proc.read(self.events).decode().splitlines()
                 if line.startswith(event + " ")]
        return int(found[-1]) if found else None

    # --- The end.

    def hung(self):
        """Which supervisor does not end when it is told to."""
        for process in self.supervisors:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.supervisors:
            try:
                process.wait(2 * PATIENCE * proc.patience)
            except subprocess.TimeoutExpired:
                return f"{process.args[0].split('/')[-1]} does not end when it is told to"
        return None

    def sweep(self):
        for process in self.supervisors + self.processes:
            if process.poll() is None:
                process.kill()
        while left := {p for p in proc.marked(self.mark) if p != os.getpid()}:
            for pid in left:
                proc.send(pid, signal.SIGKILL)
            time.sleep(0.02)
        for process in self.supervisors + self.processes:
            process.wait()
        shutil.rmtree(self.root, ignore_errors=True)


class Opens:
    """Counts how often a file is opened, by inotify(7)."""

    def __init__(self, path):
        libc = ctypes.CDLL(None, use_errno=True)
        self.queue = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if libc.inotify_add_watch(self.queue, path.encode(), IN_OPEN) < 0:
            raise Skipped(f"unable to watch {path}")
        self.count = 0

    def so_far(self):
        try:
            self.count += len(os.read(self.queue, 4096)) // 16
        except BlockingIOError:
            pass
        return self.count

    def close(self):
        os.close(self.queue)


def busy(pid, seconds=3):
    """The part of a processor that a process uses."""
    def used():
        fields = proc.stat(pid)
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0
    before = used()
    threading.Event().wait(seconds)
    return (used() - before) / seconds
