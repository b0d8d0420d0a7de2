"""Part kills: many small worlds at once, in each of which one service lives, and foster's
programs are killed before chosen system calls."""

import collections
import os
import shutil
import threading
import time
import traceback

from episode import Broken, Episode
from plans import Plan

PROGRAMS = ("svscan", "supervise", "supervise-plan", "supervise-exec", "supervise-attend",
            "svctl", "actor")


class Stage:
    def __init__(self, root, programs):
        self.root, self.programs, self.bin = root, programs, f"{root}/bin"
        os.mkdir(self.bin)
        for program in PROGRAMS:
            shutil.copy(f"{programs}/{program}", self.bin)


class Kills:
    name, counts = "kills", "killed"

    def __init__(self, stage, witness, seed, options):
        self.stage, self.witness, self.seed, self.options = stage, witness, seed, options
        self.lock = threading.Lock()
        self.killed = collections.Counter()
        self.broken = collections.Counter()
        self.launches = self.episodes = self.excused = 0
        self.begun = time.monotonic()

    def enough(self):
        options = self.options
        return ((options.kills and sum(self.killed.values()) >= options.kills) or
                (options.seconds and time.monotonic() - self.begun > options.seconds))

    def numbers(self):
        """The episodes to play, one after the other."""
        if self.options.only:
            yield from self.options.only
            return
        index = 0
        while not self.enough():
            yield index
            index += 1

    def work(self, numbers):
        while True:
            with self.lock:
                index = next(numbers, None)
            if index is None:
                return
            self.one(index)

    def episode(self, index):
        return Episode(Plan(self.seed, index), self.stage, self.witness)

    def one(self, index):
        episode = self.episode(index)
        try:
            broken = episode.play()
        except Exception as error:  # the suite is wrong, and says so
            traceback.print_exc()
            broken = Broken("suite", repr(error))
        with self.lock:
            self.episodes += 1
            self.excused += len(episode.excused)
            self.launches += episode.launches.count
            self.killed.update(episode.killer.kills(what=self.counts))
            if broken:
                self.broken[broken.kind] += 1
                print(f"BROKEN {episode.plan}\n       in {episode.now}: {broken}",
                      flush=True)
            if broken and self.options.verbose:
                print(episode.left, flush=True)
        if not (broken and self.options.keep):
            episode.clean()

    def run(self):
        numbers = self.numbers()
        threads = [threading.Thread(target=self.work, args=(numbers,))
                   for _ in range(self.options.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.tell()

    def tell(self):
        seconds = time.monotonic() - self.begun
        roles = ", ".join(f"{count} {role}" for role, count in self.killed.most_common())
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.broken.most_common())
        print(f"{self.name}: {sum(self.killed.values())} {self.counts} ({roles}) in {self.episodes} episodes, "
              f"{self.launches} launches, {self.excused} excused, {seconds:.0f} s; "
              f"broken: {kinds or 'none'}",
              flush=True)
        if self.witness.lost:
            print(f"{self.name}: events of the kernel were lost")
        return not self.broken
