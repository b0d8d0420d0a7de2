"""One play from the first start to the last end, and a report if it fails."""

import signal
import time

import proc
from deeds import Deeds
from oracle import Oracle
from services import LOOPS
from world import Failure

REST = ("up", "down", "degraded", "waiting", "failed")
SPELL = 12  # seconds from one rest to the next

# Permitted growth of a supervise since its start, in open files and in kilobytes.  After
# a recovery it keeps the epoll for its inherited processes until an upgrade in place, and
# after more events it has touched more of its pages.
TAKEN_BACK = (1, 24)
RENEWED = (0, 24)


class Play:
    def __init__(self, world, witness, seed):
        self.world, self.oracle = world, Oracle(world, witness)
        self.deeds = Deeds(world, self.oracle, seed)

    def well_kept(self):
        """Continues all processes, and waits until all is in order."""
        wait = self.world.until
        self.world.all_go_on()
        wait(lambda: self.deeds.leaves() and f"{sorted(self.deeds.leaving)} live",
             "gone who were removed")
        wait(self.oracle.not_supervised, "one supervise each")
        wait(lambda: self.world.all_go_on() or self.oracle.not_in(REST), "at rest")
        wait(self.oracle.unattributed, "everybody somebody's")
        wait(self.oracle.zombies, "without zombies")
        self.oracle.two_generations()
        if self.deeds.svscan_died:
            self.swept()
            self.deeds.svscan_died = False

    def swept(self):
        """Waits until svscan has read the whole directory: it keeps the last service."""
        name = self.world.add("plain")
        self.world.until(lambda: not self.world.supervise_of(f"{self.world.scan}/{name}") and
                         "it has not", "looked by svscan")
        self.deeds.take_away(name)

    def each(self, letters):
        for name, directory in self.world.directories().items():
            self.world.until(lambda d=directory: not self.world.tell(d, letters),
                             f"able to tell {letters} to {name}")

    def all_down(self):
        self.each("cd")
        self.world.until(lambda: self.oracle.not_in(("down", "failed")), "all down")
        self.world.until(self.somebody, "nobody left")

    def somebody(self):
        keepers = {self.world.svscan}
        for pids in self.world.supervises().values():
            keepers.update(pids)
        return [f"{p} {' '.join(proc.words(p))}" for p in proc.table() if p not in keepers]

    def all_up(self):
        self.each("cu")
        steady = [n for n in self.world.directories()
                  if self.world.kind_of.get(n) not in LOOPS]
        self.world.until(lambda: self.oracle.not_in(("up",), steady), "all up")

    def spell(self, seconds):
        """Runs actions in bursts until it is time to rest."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for _ in range(self.deeds.random.randint(1, 6)):
                self.world.keep()
                self.deeds.one()
            time.sleep(self.deeds.random.choice((0, 0.002, 0.02, 0.2, 1)))
            self.oracle.two_generations()

    def act(self, number, seconds):
        self.world.add_all(number)
        self.world.start_svscan()
        self.well_kept()
        self.all_up()
        before = self.oracle.costs()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.spell(min(SPELL, until - time.monotonic()))
            self.well_kept()
            if self.deeds.random.random() < 0.7: # else inherited processes stay inherited
                self.renew()
        self.world.all_go_on()
        self.each("cdu")
        self.all_up()
        self.well_kept()
        self.all_down()
        self.each("u")
        self.all_up()
        self.well_kept()
        self.small(before, TAKEN_BACK)
        self.world.svctl("upgrade")
        self.well_kept()
        self.small(before, RENEWED)
        self.end()

    def small(self, before, more):
        self.world.until(lambda: self.oracle.grown(before, *more), "as small as it was")

    def renew(self):
        """Ends inheritance by restarts, so that the next death is a single one."""
        taken = [d for d in self.world.directories().values()
                 if any(m.get("came") == "taken-back"
                        for m in self.world.state(d).get("children", []))]
        for directory in taken:
            self.world.tell(directory, "du")
        self.world.until(
            lambda: [d for d in taken if any(
                m.get("came") == "taken-back"
                for m in self.world.state(d).get("children", []))], "started again")
        self.deeds.bereft = False

    def end(self):
        self.each("cd")
        svscan, self.world.svscan = self.world.svscan, None
        proc.send(svscan, signal.SIGTERM)
        self.world.until(lambda: not proc.ended(svscan) and "svscan lives", "ended")
        if proc.statuses[svscan] != 0:
            raise Failure(f"svscan has ended with {proc.statuses[svscan]}")
        self.world.until(lambda: list(proc.table()), "nobody left")
        self.oracle.two_generations()

    def tell(self, seed, failure):
        """Prints everything that may explain it."""
        print(f"FAILED (seed {seed}): {failure}\n--- the last deeds")
        print("\n".join(self.deeds.done[-250:]))
        for name, directory in self.world.directories().items():
            if name in str(failure):
                print(f"--- {name}, {directory}")
                print(proc.read(f"{directory}/supervise/state").decode())
        print("--- what svscan and its supervises say")
        print(proc.read(self.world.log).decode(errors="replace")[-4000:])
        print("--- each service, who holds its lock, its phase and kin")
        for name, directory in self.world.directories().items():
            state = self.world.state(directory)
            print(name, self.world.supervise_of(directory), state.get("phase"),
                  *(f"{m['pid']} {m['came']}" for m in state.get("children", [])), sep=", ")
        print("--- supervisors that died")
        print("\n".join(self.oracle.witness.deaths()[-30:]))
        print("--- processes")
        for pid, fields in sorted(proc.table().items()):
            parent, session = fields[1].decode(), fields[3].decode()
            print(pid, fields[0].decode(), "of", parent, "session", session,
                  " ".join(proc.words(pid))[:200])


def sweep_up():
    """Ends everything that a play has left, dead or alive."""
    while left := proc.table():
        for pid in left:
            proc.send(pid, signal.SIGKILL)
        time.sleep(0.05)
