"""The actions of chaos: one function each, drawn by weight from one seeded source.  The
victim of a kill or a stop is looked up at that moment."""

import os
import random
import shutil
import signal
import time

import proc
from services import KINDS

LETTERS = "uuuudddrrtkhaipcoq12KPC"


class Deeds:
    def __init__(self, world, oracle, seed):
        self.world, self.oracle = world, oracle
        self.random = random.Random(seed)
        self.begun = time.monotonic()
        self.done = []
        self.leaving = {} # removed service: its directory
        self.bereft = False # a supervise may be dead, or still being notified
        self.svscan_died = False # and the next svscan may not have looked since
        self.deeds = [
            (12, self.kill_somebody), (8, self.stop_somebody), (8, self.go_on),
            (12, self.kill_supervise), (4, self.kill_some_supervises),
            (4, self.kill_supervise_and_main), (4, self.kill_svscan),
            (3, self.kill_svscan_and_supervises), (3, self.stop_supervise),
            (1, self.stop_svscan), (14, self.command), (4, self.commands),
            (3, self.svctl), (2, self.add), (2, self.remove), (3, self.rename),
            (3, self.upgrade), (2, self.upgrade_all), (2, self.upgrade_svscan),
            (3, self.kill_tree), (3, self.dismiss)]
        total = sum(weight for weight, _ in self.deeds)
        self.weights = [weight / total for weight, _ in self.deeds]

    def note(self, text):
        self.done.append(f"{time.monotonic() - self.begun:8.3f} {text}")

    def one(self):
        deed = self.random.choices([d for _, d in self.deeds], self.weights)[0]
        deed()

    # --- The victims.

    def any_directory(self):
        directories = sorted(self.world.directories().items())
        return self.random.choice(directories)

    def members(self, directory):
        """Returns all present processes of a service: its children and all below them."""
        table = proc.table()
        kin = [m["pid"] for m in self.world.state(directory).get("children", [])]
        found = [pid for pid in kin if pid in table]
        for pid in found:
            found.extend(p for p, f in table.items()
                         if f and int(f[1]) == pid and p not in found)
        return found

    def crowd(self):
        """Returns whether another supervise may be dead, or svscan may have its processes."""
        if self.bereft or self.world.svscan in self.world.stopped:
            return True
        return any(member.get("came") == "taken-back"
                   for directory in self.world.directories().values()
                   for member in self.world.state(directory).get("children", []))

    def kill(self, pid):
        if pid == self.world.svscan:
            self.svscan_died = True
            self.oracle.crowd()
        self.world.stopped.pop(pid, None)
        proc.send(pid, signal.SIGKILL)

    def kill_supervises(self, chosen, crowd):
        for name, directory in chosen:
            pid = self.world.supervise_of(directory)
            if pid:
                self.oracle.bereave(name, directory, crowd)
                self.note(f"KILL supervise {pid} of {name}"
                          f"{'' if crowd else ', the only one dead'}")
                self.kill(pid)
                self.bereft = True

    # --- Deeds.

    def kill_somebody(self):
        name, directory = self.any_directory()
        members = self.members(directory)
        if members:
            pid = self.random.choice(members)
            which = self.random.choice((9, 9, 9, 15, 11))
            self.note(f"signal {which} to {pid} of {name}")
            self.world.stopped.pop(pid, None)
            proc.send(pid, which)
            proc.send(pid, signal.SIGCONT)

    def kill_tree(self):
        name, directory = self.any_directory()
        members = self.members(directory)
        self.random.shuffle(members)
        self.note(f"KILL all of {name}: {members}")
        for pid in members:
            self.kill(pid)

    def stop_somebody(self):
        name, directory = self.any_directory()
        members = self.members(directory)
        if members:
            pid = self.random.choice(members)
            self.note(f"STOP {pid} of {name}")
            self.world.stop(pid)

    def go_on(self):
        if self.world.stopped:
            pid = self.random.choice(sorted(self.world.stopped))
            self.note(f"CONT {pid}")
            self.world.go_on(pid)

    def stop_supervise(self):
        name, directory = self.any_directory()
        pid = self.world.supervise_of(directory)
        if pid:
            self.note(f"STOP supervise {pid} of {name}")
            self.world.stop(pid)

    def kill_supervise(self):
        crowd = self.crowd()
        self.kill_supervises([self.any_directory()], crowd)

    def kill_some_supervises(self):
        directories = sorted(self.world.directories().items())
        self.note("some supervises")
        self.kill_supervises(
            self.random.sample(directories, self.random.randint(2, 8)), True)

    def kill_supervise_and_main(self):
        name, directory = self.any_directory()
        crowd, members = self.crowd(), self.members(directory)[:1]
        first = self.random.random() < 0.5
        self.note(f"a supervise and {members} of {name}, which {'first' if first else 'last'}")
        for pid in members if first else []:
            self.kill(pid)
        self.kill_supervises([(name, directory)], crowd)
        for pid in [] if first else members:
            self.kill(pid)

    def kill_svscan(self):
        if self.leaves():
            return
        self.note(f"KILL svscan {self.world.svscan}")
        pid = self.world.svscan
        self.kill(pid)
        self.bereft = True
        if self.random.random() < 0.5: # another one at once
            self.world.until(lambda: not proc.ended(pid) and "svscan lives", "dead")

    def kill_svscan_and_supervises(self):
        if self.leaves():
            return
        chosen = self.random.sample(sorted(self.world.directories().items()),
                                    self.random.randint(1, 4))
        members = [p for name, directory in chosen for p in self.members(directory)[:1]
                   if self.random.random() < 0.3]
        self.note(f"svscan {self.world.svscan}, supervises, and {members}")
        first = self.random.random() < 0.5
        if first:
            self.kill(self.world.svscan)
        self.kill_supervises(chosen, True)
        for pid in members:
            self.kill(pid)
        if not first:
            self.kill(self.world.svscan)

    def stop_svscan(self):
        self.note(f"STOP svscan {self.world.svscan}")
        self.world.stop(self.world.svscan)

    def command(self):
        name, directory = self.any_directory()
        letter = self.random.choice(LETTERS)
        self.note(f"'{letter}' to {name}")
        self.world.tell(directory, letter)

    def commands(self):
        name, directory = self.any_directory()
        letters = "".join(self.random.choices(LETTERS, k=self.random.randint(2, 6)))
        self.note(f"'{letters}' to {name}")
        self.world.tell(directory, letters)

    def svctl(self):
        name = self.random.choice(sorted(self.world.name_now.values()))
        words = self.random.choice((("up",), ("down",), ("restart",), ("once",), ("kill",),
                                    ("exit",), ("status",), ("why",), ("tree",)))
        self.note(f"svctl {words[0]} {name}")
        wait = ("-t", "1s") if words[0] in ("up", "down", "restart", "once", "kill") else ()
        self.world.svctl(*words, *wait, name)

    def dismiss(self):
        name, directory = self.any_directory()
        pid = self.world.supervise_of(directory)
        if pid:
            self.note(f"TERM to supervise {pid} of {name}")
            proc.send(pid, signal.SIGTERM)

    def add(self):
        if len(self.world.name_now) < 34:
            self.note(f"add {self.world.add(self.random.choice(sorted(KINDS)))}")

    def remove(self):
        if len(self.world.name_now) < 26 or self.svscan_died:
            return # svscan cannot see the removal of a directory that it has not seen yet
        name = self.random.choice(sorted(self.world.name_now))
        moved = self.random.random() < 0.7
        self.note(f"{'move away' if moved else 'rm -r'} {name}")
        self.take_away(name)
        if not moved: # its supervise still writes there
            shutil.rmtree(self.leaving[name], ignore_errors=True)

    def take_away(self, name):
        self.leaving[name] = f"{self.world.aside}/{name}"
        os.rename(f"{self.world.scan}/{self.world.name_now.pop(name)}", self.leaving[name])

    def leaves(self):
        """Returns whether a removed service is still supervised.  Then svscan is spared, because
        another svscan could not know of it."""
        there = self.world.supervises()
        for name, out in list(self.leaving.items()):
            if not any(d.startswith(out) for d in there):
                self.leaving.pop(name)
                shutil.rmtree(out, ignore_errors=True)
        return bool(self.leaving)

    def rename(self):
        name = self.random.choice(sorted(self.world.name_now))
        self.world.made += 1
        new = f"{name}.{self.world.made}"
        self.note(f"rename {self.world.name_now[name]} to {new}")
        os.rename(f"{self.world.scan}/{self.world.name_now[name]}",
                  f"{self.world.scan}/{new}")
        self.world.name_now[name] = new

    def upgrade(self):
        name, directory = self.any_directory()
        self.note(f"upgrade {name}")
        self.world.install("supervise")
        self.world.tell(directory, "e")

    def upgrade_all(self):
        self.note("upgrade all")
        for program in ("supervise", "supervise-plan", "supervise-attend", "supervise-exec"):
            self.world.install(program)
        self.world.svctl("upgrade", "-n")

    def upgrade_svscan(self):
        self.note("upgrade svscan")
        self.world.install("svscan")
        proc.send(self.world.svscan, signal.SIGALRM)
