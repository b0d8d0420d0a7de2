"""Part faults: calls of svscan and supervise are refused, one at a time, with an errno that
a system which is short of something may give.  Neither may die of it once it has begun."""

import random
import re

from episode import Broken, Episode
from kills import Kills
from plans import CALLS, COMMANDS, LAUNCHES, PAUSES, Act, Written
from shapes import SHAPES

DIED = re.compile(r"supervise s (exited|was killed|is dead)")
# A new program that is refused what it needs to begin ends, and loses nothing.
COULD_NOT_BEGIN = re.compile(r"supervise s exited 111; starting it again to recover the")


class FaultPlan:
    def __init__(self, seed, index):
        self.seed, self.index = seed, index
        self.random = random.Random(f"faults/{seed}/{index}")
        self.name = self.random.choice(sorted(SHAPES))
        self.shape = SHAPES[self.name]
        self.acts = [Act("start", self.faults("start") if self.random.random() < 0.5 else [])]
        for _ in range(self.random.randint(1, 4)):
            what = self.random.choice(COMMANDS)
            self.acts.append(Act(what, self.faults(what)))
        self.acts += [Act("down", self.faults("down")), Act("stay-down", []),
                      Act("end", self.faults("end"))]

    def __str__(self):
        return f"{self.index}: {self.name} {' '.join(map(str, self.acts))}"

    def faults(self, what):
        steps = []
        for number in range(self.random.choice((1, 1, 2, 3, 6))):
            if number > 0 and self.random.random() < 0.5:
                steps.append(f"rest:{self.random.choice(PAUSES)}")
            role = self.random.choice(["supervise"] * 6 + ["svscan"] * 3 +
                                      ["child", "exec", "attend"] * (what in LAUNCHES))
            most = CALLS[role][what != "start"]
            steps.append(f"fail:{role}:{self.random.randint(1, most)}:"
                         f"{self.random.randint(0, 3)}")
        return steps


class FaultEpisode(Episode):
    def perform(self, act):
        seen = len(self.killer.lines)
        super().perform(act)
        self.survived(act, self.killer.lines[seen:])

    def spare(self, before):
        """Launches are not counted: a start that fails is tried again."""

    def survived(self, act, lines):
        """Whatever has begun does not die, unless it is killed."""
        self.upgraded = self.upgraded or act.what == "upgrade"
        if act.what == "start" or self.killer.kills():
            return
        if died := [line for line in lines if line.startswith("died")]:
            raise Broken("died", f"svscan {died[0]}")
        for said in DIED.finditer(self.log()[self.begun:]):
            if not (self.upgraded and COULD_NOT_BEGIN.match(self.log(), self.begun +
                                                            said.start())):
                raise Broken("died", said.group(0))
        self.begun = len(self.log())

    def start(self, act):
        self.upgraded = False
        super().start(act)
        self.begun = len(self.log())


class Faults(Kills):
    name, counts = "faults", "failed"

    def episode(self, index):
        written = self.options.play
        plan = Written(written) if written else FaultPlan(self.seed, index)
        return FaultEpisode(plan, self.stage, self.witness)
