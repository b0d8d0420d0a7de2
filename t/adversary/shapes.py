"""The shapes of services that are killed at: what ./run does, what lies beside it, and how
many milliseconds a start takes.  Most are from the corpus of daemons: their run process
waits until the daemon is ready, and exits 0 then.

Each launch notes itself, and gives all that it starts a token in the environment:
ADVERSARY_LAUNCH, the name of the service and the pid of the run process."""

import os

PRELUDE = """#!/bin/sh
read -r line </proc/self/stat
set -- $line
export ADVERSARY_LAUNCH="{name}:$1"
echo "run:{name} $1 ${{22}}" >>"$ACTOR_LOG"
"""

QUICK = '[stop]\ntimeout = "1s"\nkill-timeout = "500ms"\n'
SURVIVORS = 'survivors = "stop"\n'
FITTED = '[schedule]\nnice = 1\n[environment]\nFITTED = "yes"\n'
SCRIPTS = {"finish": "#!/bin/sh\n(exec /bin/sleep 0.2) &\nexit 0\n",
           "control/t": "#!/bin/sh\n(exec /bin/sleep 0.1) &\nexit 1\n",
           "control/d": "#!/bin/sh\nexit 0\n",
           "control/u": "#!/bin/sh\nexec /bin/sleep 0.1\n"}


class Shape:
    def __init__(self, text, takes=0, files=None, roles=()):
        self.text, self.takes = text, takes
        self.says_main = text.startswith("exec actor")
        self.files = files or {}
        self.roles = roles  # programs of foster that it needs besides supervise


def acts(story, **more):
    return Shape(f"exec actor '{story}'", **more)


def waiting(milliseconds):
    """The parent stays until the daemon is ready."""
    return acts(f"fork{{setsid sleep:{milliseconds} main serve}} sleep:{milliseconds + 30}",
                takes=milliseconds + 30)


SHAPES = {
    "foreground": acts("main serve"),
    "foreground-fitted": acts("main serve", files={"service.toml": FITTED},
                              roles=("exec",)),
    "slow-start": acts("sleep:1200 main serve", takes=1200),
    "shell-stays": Shape("actor 'main serve'", files={"service.toml": SURVIVORS}),
    "waiting-100": waiting(100),
    "waiting-300": waiting(300),
    "waiting-700": waiting(700),
    "waiting-1500": waiting(1500),
    "waiting-3000": waiting(3000),
    "waiting-fitted": acts("fork{setsid sleep:400 main serve} sleep:450", takes=450,
                           files={"service.toml": FITTED + SURVIVORS}, roles=("exec",)),
    "waiting-survivors": acts("fork{setsid sleep:800 main serve} sleep:850", takes=850,
                              files={"service.toml": SURVIVORS}),
    "waiting-shell": Shape("setsid sleep 300 &\nsleep 2\nexit 0", takes=2000,
                           files={"service.toml": SURVIVORS + QUICK}),
    "waits-for-middle": acts("fork{setsid fork{sleep:500 main serve} sleep:550} wait",
                             takes=550),
    "single": acts("fork{setsid main serve}"),
    "double": acts("fork{setsid fork{main serve}}"),
    "double-waiting": acts("fork{setsid fork{sleep:400 main serve}} sleep:450", takes=450),
    "triple": acts("fork{setsid fork{fork{main serve}}}"),
    "late": acts("fork{setsid sleep:300 fork{sleep:300 main serve}}", takes=650),
    "prefork": acts("fork{setsid main fork{serve} fork{serve} serve}",
                    files={"service.toml": SURVIVORS + QUICK}),
    "prefork-waiting": acts("fork{setsid sleep:300 main fork{serve} fork{serve} serve} "
                            "sleep:500", takes=500,
                            files={"service.toml": SURVIVORS + QUICK}),
    "workers": acts("main fork{serve} fork{fork{serve} serve} serve",
                    files={"service.toml": SURVIVORS + QUICK}),
    "orphans": acts("fork{setsid main fork{fork{setsid serve}} fork{fork{serve}} serve}",
                    files={"service.toml": SURVIVORS + QUICK}),
    "deaf": acts("ignore:15 fork{setsid ignore:15 main fork{serve} serve}",
                 files={"service.toml": SURVIVORS + QUICK}),
    "fd": acts("sleep:600 ready main serve", takes=600,
               files={"service.toml": '[ready]\nhow = "fd"\n'}),
    # A word that is sent while no supervise lives is lost, so it is repeated.
    "notify": acts("fork{setsid sleep:500 say:READY=1 main sleep:1500 say:READY=1 "
                   "sleep:1500 say:READY=1 sleep:3000 say:READY=1 sleep:6000 say:READY=1 "
                   "sleep:9000 say:READY=1 serve} sleep:550", takes=550,
                   files={"service.toml": '[ready]\nhow = "notify"\n'}),
    "check": acts("main serve", files={"service.toml": '[ready]\nhow = "check"\n',
                                       "check": "#!/bin/sh\nexit 0\n"},
                  roles=("attend",)),
    "scripts": acts("fork{setsid main serve}", takes=200, files=SCRIPTS,
                    roles=("attend",)),
    "logged": acts("print:one fork{print:two setsid sleep:300 main print:three serve} "
                   "sleep:350", takes=350, roles=("logger",),
                   files={"log/run": "drain", "log/service.toml": QUICK}),
}


def make(place, name, shape):
    """Makes the service directory `place`/`name`."""
    root = f"{place}/{name}"
    write(f"{root}/run", PRELUDE.format(name=name) + shape.text + "\n")
    for path, content in shape.files.items():
        if path == "log/run":
            content = PRELUDE.format(name=f"{name}/log") + f"exec actor '{content}'\n"
        write(f"{root}/{path}", content)


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as file:
        file.write(content)
    os.chmod(path, 0o755)
