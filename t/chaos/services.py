"""The kinds of services in chaos: the contents of each directory.  Every run first notes
`run:NAME` and takes a lock that all its children inherit (t/live/actor)."""

import os

QUICK = '[stop]\ntimeout = "1s"\nkill-timeout = "500ms"\n'
SURVIVORS = 'survivors = "stop"\n'

# name: the story of ./run, and the files beside it.
KINDS = {
    "plain": ("main serve", {}),
    "single": ("fork{setsid main serve}", {}),
    "double": ("fork{setsid fork{main serve}}", {}),
    "triple": ("fork{setsid fork{fork{main serve}}}", {}),
    "prefork": ("fork{setsid main fork{serve} fork{serve} fork{serve} serve}",
                {"service.toml": SURVIVORS + QUICK}),
    "waits": ("fork{setsid fork{main fork{setsid serve} serve}}", {}),
    "workers": ("main fork{serve} fork{fork{serve} serve} serve",
                {"service.toml": SURVIVORS + QUICK}),
    "deaf": ("ignore:15 fork{setsid ignore:15 main fork{serve} serve}",
             {"service.toml": QUICK}),
    "outlived": ("fork{setsid main fork{setsid ignore:15 serve} serve}",
                 {"service.toml": SURVIVORS + QUICK}),
    "straggler": ("on:15{fork{setsid fork{serve}} exit:0} main serve",
                  {"service.toml": QUICK}),
    "orphans": ("fork{setsid main fork{fork{setsid serve}} fork{fork{serve}} serve}",
                {"service.toml": SURVIVORS + QUICK}),
    "looper": ("main fork{} exit:1", {}),
    "forkloop": ("fork{setsid fork{main exit:1}}",
                 {"service.toml": '[restart]\ndelay = "200ms"\n'}),
    "fd": ("ready main serve", {"service.toml": '[ready]\nhow = "fd"\n'}),
    "notify": ("fork{setsid say:READY=1 main serve}",
               {"service.toml": '[ready]\nhow = "notify"\n'}),
    "finish": ("fork{setsid main serve}", {"finish": "#!/bin/sh\nexit 0\n"}),
    "slowfinish": ("main serve", {"finish": "#!/bin/sh\nsleep 0.3 &\nwait\n"}),
    "control": ("fork{setsid main serve}",
                {"control/t": "#!/bin/sh\nexit 1\n", "control/u": "#!/bin/sh\nexit 0\n",
                 "control/d": "#!/bin/sh\n(sleep 0.2 &)\n"}),
    "logged": ("print:one fork{print:two setsid main print:three serve}", {"log": "drain"}),
    "talker": ("main times:200{print:line} fork{print:of-a-worker serve} serve",
               {"log": "fork{drain}drain", "service.toml": SURVIVORS + QUICK}),
}
LOOPS = ("looper", "forkloop")


def kinds(number):
    """Returns that many (name, kind) pairs, each kind equally often, except the loops."""
    names = list(KINDS)
    steady = [k for k in names if k not in LOOPS]
    chosen = names + [steady[i % len(steady)] for i in range(max(0, number - len(names)))]
    return [(f"{kind}{i}", kind) for i, kind in enumerate(chosen[:number])]


def is_loop(name):
    return name.rstrip("0123456789") in LOOPS


class Maker:
    """Makes directories at `place`, whose runs the actor at `actor` plays."""

    def __init__(self, place, actor, locks):
        self.place, self.actor, self.locks = place, actor, locks

    def story(self, name, text):
        lock = f"{self.locks}/{name.replace('/', '-')}"
        return f"#!{self.actor}\nlock:{lock} note:run:{name} {text}\n"

    def make(self, name, kind):
        """Makes a complete service directory at place/NAME; its runs always note that name."""
        text, files = KINDS[kind]
        root = f"{self.place}/{name}"
        self.write(f"{root}/run", self.story(name, text))
        for path, content in files.items():
            if path == "log":
                self.write(f"{root}/log/run", self.story(f"{name}/log", content))
            else:
                self.write(f"{root}/{path}", content)
        return root

    @staticmethod
    def write(path, content):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(content)
        os.chmod(path, 0o755)
