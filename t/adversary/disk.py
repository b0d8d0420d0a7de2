"""Part disk: the same kills while the disk of supervise/ is full, has no inodes left, is
read-only or fails; and while the calls of one program alone are refused so."""

import ctypes
import errno
import fcntl
import os
import random
import subprocess
import time

from episode import PATIENCE, Broken, Episode, runs_on
from kills import Kills
from plans import PAUSES, Act
from shapes import SHAPES

CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x20000, 0x4000, 0x40000
EXT4_IOC_SHUTDOWN = 0x8004587d
REFUSALS = {"refused-full": errno.ENOSPC, "refused-read-only": errno.EROFS,
            "refused-failing": errno.EIO, "refused-quota": errno.EDQUOT}
NAMES = ("foreground", "waiting-300", "waiting-1500", "double", "double-waiting", "prefork",
         "workers", "slow-start", "scripts", "logged", "waiting-fitted")


def own_mounts():
    """What this thread and its children mount is gone with them, and seen by nobody else."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0 or libc.mount(
            b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        raise OSError(ctypes.get_errno(), "unable to make a mount namespace")


def run(*words):
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


class Tmpfs:
    """A file system of a few pages, or of a few inodes."""

    options = ""
    repairs = True

    def __init__(self, place, scratch):
        self.place, self.fillers = place, []
        del scratch
        run("mount", "-t", "tmpfs", "-o", self.options + ",mode=700", "adversary", place)

    def repair(self):
        for path in self.fillers:
            os.unlink(path)
        self.fillers = []

    def close(self):
        run("umount", "-l", self.place)


class Full(Tmpfs):
    options = "size=128k"

    def spoil(self):
        path = f"{self.place}/.filler"
        self.fillers.append(path)
        with open(path, "wb", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue


class Inodes(Tmpfs):
    options = "nr_inodes=24"

    def spoil(self):
        for number in range(100):
            path = f"{self.place}/.filler{number}"
            try:
                with open(path, "wb"):
                    self.fillers.append(path)
            except OSError:
                return


class Ext4:
    """A file system on a loop device, which is lost for good."""

    repairs = False

    def __init__(self, place, scratch):
        self.place, image = place, f"{scratch}/image"
        with open(image, "wb") as file:
            file.truncate(1 << 20)
        run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image)
        run("mount", "-o", "loop,errors=remount-ro", image, place)
        os.chmod(place, 0o700)

    def close(self):
        run("umount", "-l", self.place)


class ReadOnly(Ext4):
    """The kernel finds an error, and remounts it read-only."""

    def spoil(self):
        device = os.stat(self.place).st_dev
        name = os.path.basename(os.readlink(
            f"/sys/dev/block/{os.major(device)}:{os.minor(device)}"))
        with open(f"/sys/fs/ext4/{name}/trigger_fs_error", "w", encoding="ascii") as file:
            file.write("1")


class Failing(Ext4):
    """Every access ends with EIO."""

    def spoil(self):
        top = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(top, EXT4_IOC_SHUTDOWN, (2).to_bytes(4, "little"))  # no flush
        os.close(top)


DISKS = {"full": Full, "inodes": Inodes, "read-only": ReadOnly, "failing": Failing}


class DiskPlan:
    def __init__(self, seed, index):
        self.seed, self.index = seed, index
        self.random = random.Random(f"disk/{seed}/{index}")
        self.kind = self.random.choice((*DISKS, *REFUSALS))
        self.name = self.random.choice(NAMES)
        self.shape = SHAPES[self.name]
        svscan_too = self.kind != "failing" and self.random.random() < 0.3
        self.roles = ["supervise"] * 3 + ["svscan"] * svscan_too
        early = self.random.random() < 0.3 and self.kind != "failing"
        self.acts = [Act("spoil", [])] if early else []
        self.acts.append(Act("begin", self.strikes(170) if self.random.random() < 0.5 else []))
        self.acts += [] if early else [Act("spoil", [])]
        for _ in range(self.random.randint(1, 3)):
            self.acts.append(Act(self.random.choice(("wait", "wait", "kill_main", "restart")),
                                 self.strikes(80)))
        self.acts.append(Act("finish", []))

    def __str__(self):
        return f"{self.index}: {self.kind} {self.name} {' '.join(map(str, self.acts))}"

    def strikes(self, most):
        steps = []
        for number in range(self.random.choice((1, 1, 2))):
            if number:
                steps.append(f"rest:{self.random.choice(PAUSES)}")
            steps.append(f"kill:{self.random.choice(self.roles)}:"
                         f"{self.random.randint(1, most)}:"
                         f"{self.random.choice(PAUSES) if self.random.random() < 0.3 else 0}")
        return steps


class DiskEpisode(Episode):
    def prepare(self):
        self.disk = None
        self.bad = self.was_bad = False
        place = f"{self.directory}/supervise"
        if self.plan.kind in DISKS:
            os.mkdir(place, 0o700)
            self.disk = DISKS[self.plan.kind](place, self.root)

    def clean(self):
        if self.disk:
            self.disk.close()
        super().clean()

    def perform(self, act):
        getattr(self, "disk_" + act.what)(act)

    def spare(self, before):
        """Launches are not counted: a start that fails is tried again."""

    def is_up(self):
        """The disk has not taken which process was the main one.  If it is dead, one that
        lives on may pass for it."""
        if super().is_up():
            return True
        state = self.state()
        main = self.launches.main and self.witness.find(*self.launches.main)
        return bool(self.was_bad and main and main.died and
                    state.get("phase") == "up" and runs_on(state["main"]))

    def disk_spoil(self, act):
        self.bad = self.was_bad = True
        if self.disk:
            self.disk.spoil()
        else:
            error = REFUSALS[self.plan.kind]
            self.killer.tell(f"plan refuse:supervise:{error} refuse:svscan:{error}")

    def disk_begin(self, act):
        self.strike(act, lambda: self.killer.tell("start"))
        self.rests()

    def disk_wait(self, act):
        self.strike(act)
        self.rests()

    def disk_kill_main(self, act):
        self.strike(act, lambda: self.svctl("signal", "KILL"))
        self.rests()

    def disk_restart(self, act):
        self.strike(act, lambda: self.svctl("restart", "-t", "2s"))
        self.rests()

    def rests(self):
        """Until it is up; on a bad disk, until nothing was launched for a second and a
        half."""
        if not self.bad:
            self.comes_up()
            return
        since, launches, deadline = time.monotonic(), self.count(), time.monotonic() + 15
        while time.monotonic() < min(since + 1.5, deadline):
            self.hold()
            if self.count() != launches:
                since, launches = time.monotonic(), self.count()
            time.sleep(0.05)

    def disk_finish(self, act):
        """Repaired, it is up and comes down; else the end of svscan is what is left."""
        if self.disk and self.disk.repairs:
            self.disk.repair()
        elif not self.disk:
            self.killer.tell("plan accept:supervise accept:svscan")
        if not self.disk or self.disk.repairs:
            self.bad = False
            self.comes_up()
            # The state may be that of a supervise that is dead: svctl finds none, then.
            deadline = time.monotonic() + PATIENCE
            while self.svctl("down", "-t", "20s") != 0:
                if time.monotonic() > deadline:
                    raise Broken("stuck", f"it does not come down: {self.state()}")
                time.sleep(0.2)
            if left := self.members():
                raise Broken("left after down", left)
        self.end(Act("end", []))


class Disk(Kills):
    name = "disk"

    def episode(self, index):
        return DiskEpisode(DiskPlan(self.seed, index), self.stage, self.witness)
