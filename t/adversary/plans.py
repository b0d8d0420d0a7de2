"""What an episode does to one service: its shape, and acts with the steps of the killer
(killer.cpp).  All is drawn from the seed and the number of the episode, so each can be
played again alone."""

import random
import re

from shapes import SHAPES

PAUSES = (0, 20, 200, 1000)  # milliseconds

# How many calls a role makes in a start and after a command, about.
CALLS = {"supervise": (250, 70), "svscan": (210, 40), "child": (9, 9), "exec": (45, 45),
         "attend": (40, 40), "logger": (165, 40)}

# Acts after the start that leave the service up (episode.py).
LAUNCHES = ("restart", "terminate", "kill-main", "kill-all")
COMMANDS = (*LAUNCHES, "upgrade", "nothing", "rescan", "upgrade-svscan")


class Act:
    def __init__(self, what, steps):
        self.what, self.steps = what, steps

    def __str__(self):
        return f"{self.what}[{' '.join(self.steps)}]"


class Written:
    """A plan that was written down: NAME ACT[STEP STEP...] ACT[]..."""

    def __init__(self, text):
        self.seed, self.index = 0, 0
        self.name, *acts = re.findall(r"[^ \[]+(?:\[[^]]*\])?", text)
        self.shape = SHAPES[self.name]
        self.acts = [Act(act.split("[")[0], act.rstrip("]").split("[")[1].split())
                     for act in acts]

    def __str__(self):
        return f"{self.name} {' '.join(map(str, self.acts))}"


class Plan:
    """One episode: begins with a start, and ends with down and the end of svscan."""

    def __init__(self, seed, index):
        self.seed, self.index = seed, index
        self.random = random.Random(f"{seed}/{index}")
        name = self.random.choice(sorted(SHAPES))
        self.shape = SHAPES[name]
        self.svscan_too = self.chance(0.3)
        acts = [self.act("start")]
        acts[0].steps.insert(0, f"respawn:{self.pause()}")
        while self.chance(0.4):
            acts.append(self.act(self.random.choice(COMMANDS)))
        acts += [self.act("down", 0.5), self.act("stay-down", 0.3), self.act("end", 0.15)]
        self.use(name, acts)

    def act(self, what, likely=1):
        """The act with strikes, or without."""
        return Act(what, self.strikes(what) if self.chance(likely) else [])

    def use(self, name, acts):
        self.name, self.shape, self.acts = name, SHAPES[name], acts

    def __str__(self):
        return f"{self.index}: {self.name} {' '.join(map(str, self.acts))}"

    def chance(self, part):
        return self.random.random() < part

    def pause(self):
        return self.random.choice(PAUSES)

    def role(self, what):
        """One that makes calls in that act."""
        roles = ["supervise"] * 14 + ["svscan"] * 8 * self.svscan_too
        roles += ["logger"] * ("logger" in self.shape.roles) * 3
        if what in ("start", *LAUNCHES):
            roles += ["child"] * 2
            roles += [role for role in self.shape.roles if role != "logger"] * 3
        return self.random.choice(roles)

    def strikes(self, what):
        """One to three kills in a row, at calls or at any time of a start."""
        steps = []
        if self.chance(0.4):
            steps.append(f"rest:{self.random.randint(0, self.shape.takes + 700)}")
        for number in range(self.random.choice((1, 1, 1, 2, 2, 3))):
            if number > 0:
                steps.append(f"rest:{self.pause()}")
            role = self.role(what)
            steps += self.strike(role, CALLS[role][what != "start"])
        return steps

    def strike(self, role, most):
        hold = self.pause() if self.chance(0.3) else 0
        steps = [f"kill:{role}:{self.random.randint(1, most)}:{hold}"]
        if self.svscan_too and role in ("supervise", "svscan") and self.chance(0.2):
            steps.append(f"also:{'svscan' if role == 'supervise' else 'supervise'}")
        return steps
