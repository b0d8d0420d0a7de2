"""What an episode does to one service: its shape, and acts with the steps of the killer
(killer.cpp).  All is drawn from the seed and the number of the episode, so each can be
played again alone."""

import random

from shapes import SHAPES

PAUSES = (0, 20, 200, 1000)  # milliseconds

# How many calls a role makes in a start and after a command, about.
CALLS = {"supervise": (170, 70), "svscan": (200, 40), "child": (9, 9), "exec": (40, 40),
         "attend": (40, 40), "logger": (150, 40)}

# Acts after the start that leave the service up (episode.py).
COMMANDS = ("restart", "terminate", "kill-main", "kill-all", "upgrade", "nothing",
            "rescan", "upgrade-svscan")


class Act:
    def __init__(self, what, steps):
        self.what, self.steps = what, steps

    def __str__(self):
        return f"{self.what}[{' '.join(self.steps)}]"


class Plan:
    """One episode: begins with a start, and ends with down and the end of svscan."""

    def __init__(self, seed, index):
        self.seed, self.index = seed, index
        self.random = random.Random(f"{seed}/{index}")
        name = self.random.choice(sorted(SHAPES))
        self.shape = SHAPES[name]
        self.svscan_too = self.chance(0.3)
        acts = [Act("start", [f"respawn:{self.pause()}", *self.strikes(0)])]
        while self.chance(0.4):
            acts.append(Act(self.random.choice(COMMANDS), self.strikes(1)))
        acts.append(Act("down", self.strikes(1) if self.chance(0.5) else []))
        acts.append(Act("stay-down", self.strikes(1) if self.chance(0.3) else []))
        acts.append(Act("end", self.strikes(1) if self.chance(0.15) else []))
        self.use(name, acts)

    def use(self, name, acts):
        self.name, self.shape, self.acts = name, SHAPES[name], acts

    def __str__(self):
        return f"{self.index}: {self.name} {' '.join(map(str, self.acts))}"

    def chance(self, part):
        return self.random.random() < part

    def pause(self):
        return self.random.choice(PAUSES)

    def role(self):
        roles = ["supervise"] * 14 + ["svscan"] * 8 * self.svscan_too + ["child"] * 2
        roles += list(self.shape.roles) * 3
        return self.random.choice(roles)

    def strikes(self, later):
        """One to three kills in a row, at calls or at any time of a start."""
        steps = []
        if self.chance(0.4):
            steps.append(f"rest:{self.random.randint(0, self.shape.takes + 700)}")
        for number in range(self.random.choice((1, 1, 1, 2, 2, 3))):
            if number > 0:
                steps.append(f"rest:{self.pause()}")
            steps += self.strike(later)
        return steps

    def strike(self, later):
        role = self.role()
        most = CALLS[role][later]
        hold = self.pause() if self.chance(0.3) else 0
        steps = [f"kill:{role}:{self.random.randint(1, most)}:{hold}"]
        if self.svscan_too and role in ("supervise", "svscan") and self.chance(0.2):
            steps.append(f"also:{'svscan' if role == 'supervise' else 'supervise'}")
        return steps
