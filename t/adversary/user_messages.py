"""What the user says: messages to NOTIFY_SOCKET, and what reaches root's terminal."""

import array
import os
import socket
import time

import proc
from field import USER, Skipped, attack, busy

CONTROLS = {"escape": b"\x1b]0;owned\x07", "c1": "\u009b31m\u009d0;owned\u009c".encode(),
            "raw-c1": b"\x9b31m\x9d0;owned\x9c", "return": b"safe\rowned\x08\x7f"}

# The share of a processor that a flood of another may cost.  A slow machine needs 12 %.
MUCH = 0.25


def obeyed_by_terminals(seen):
    """Whether a terminal would obey any of this: what the programs themselves write (their
    colours, their own clearing of a line) has none of these."""
    text = seen.decode("utf-8", errors="surrogateescape")
    return any(mark in text for mark in ("\x1b]0;owned", "\x07", "\u009b", "\u009d", "\udc9b",
                                         "\udc9d", "safe\rowned", "\x08"))


NOTIFY = '[ready]\nhow = "notify"\n'


def notify_socket(field, directory):
    """The address of the service's socket, as its environment has it."""
    environment = proc.read(f"/proc/{field.main(directory)}/environ").split(b"\0")
    found = [line[14:] for line in environment if line.startswith(b"NOTIFY_SOCKET=")]
    if not found:
        raise Skipped("there is no NOTIFY_SOCKET")
    return b"\0" + found[0][1:] if found[0].startswith(b"@") else found[0]


def speaking(field, name="x", run="exec actor 'main serve'"):
    """A service of the user's that is asked for readiness, alive and not ready."""
    directory = field.users_service(name, run, "ready.how = \"notify\"\n")
    field.svscan()
    if not field.until(lambda: field.main(directory) and
                       proc.stat(field.main(directory))):
        raise AssertionError(f"{name} is not started: {field.said()}")
    time.sleep(0.7)  # its main process is settled
    return directory, notify_socket(field, directory)


def send_to(address, *messages):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        for message in messages:
            out.sendto(message, address)


@attack("messages", "says READY=1 for a service, from a process that is none of it")
def forged_ready(field):
    directory, address = speaking(field)
    field.as_user(send_to, address, b"READY=1\nSTATUS=forged\n")
    field.until(lambda: field.state(directory).get("ready"), 2)
    state = field.state(directory)
    return "it is believed" if state.get("ready") or "forged" in str(state) else None


@attack("messages", "says MAINPID= of a stranger")
def forged_main(field):
    stranger = field.root_process("/bin/sleep", "300")
    directory, _ = speaking(field, run=f"exec actor 'main sleep:1000 say:MAINPID={stranger.pid}"
                                       " say:READY=1 serve'")
    field.comes_up(directory, 3)
    for words in (("signal", "HUP"), ("signal", "TERM"), ("down", "-t", "5s")):
        field.svctl(*words, "x")
    return "the stranger was signalled" if stranger.poll() is not None else None


@attack("messages", "floods the socket of a service from a process that is none of it")
def flood(field):
    directory, address = speaking(field)
    script = ("import os, socket\n"
              "out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
              f"address = {address!r}\n"
              "while True:\n"
              "    try: out.sendto(b'STATUS=x' * 100, address)\n"
              "    except OSError: os._exit(1)\n")
    flooding = [field.user_process("/usr/bin/python3", "-c", script) for _ in range(2)]
    time.sleep(0.5)
    if all(process.poll() is not None for process in flooding):
        return None  # it is not reached
    used = busy(field.supervise_of("x"))
    code, _ = field.svctl("down", "-t", "10s", "x")
    if code != 0:
        return "the service cannot be commanded"
    return f"supervise uses {used:.0%} of a processor" if used > MUCH else None


@attack("messages", "floods the socket of its own service")
def flood_own(field):
    directory, _ = speaking(field, run="exec actor 'main sleep:1200 "
                                       "times:1000000{say:STATUS=flood} serve'")
    time.sleep(1)
    used = busy(field.supervise_of("x"))
    code, said = field.svctl("down", "-t", "10s", "x")
    if code != 0:
        return f"the service cannot be commanded: {said} {field.state(directory)}"
    return f"supervise uses {used:.0%} of a processor" if used > 0.34 else None


@attack("messages", "sends descriptors along with its messages")
def descriptors(field):
    _, address = speaking(field)
    supervise = field.supervise_of("x")
    before = len(proc.files(supervise))

    def send():
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.connect(address)
            given = [os.open("/dev/null", os.O_RDONLY) for _ in range(100)]
            for _ in range(50):
                out.sendmsg([b"STATUS=x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS,
                                             array.array("i", given))])
    field.as_user(send)
    time.sleep(1)
    after = len(proc.files(supervise))
    return f"supervise has {after - before} descriptors more" if after > before + 2 else None


@attack("messages", "takes the name of the socket while supervise is dead")
def squat(field):
    directory, address = speaking(field)
    if address[:1] != b"\0":
        raise Skipped("the socket is no abstract one")
    squatter = ("import socket, time\n"
                "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                f"address = {address!r}\n"
                "while True:\n"
                "    try: s.bind(address)\n"
                "    except OSError: continue\n"
                "    break\n"
                "time.sleep(300)\n")
    field.user_process("/usr/bin/python3", "-c", squatter)
    time.sleep(0.3)
    supervise = field.supervise_of("x")
    os.kill(supervise, 9)
    if not field.until(lambda: field.supervise_of("x") not in (None, supervise)):
        return "its supervise is not started again"
    time.sleep(1)
    if field.svctl("restart", "-n", "x")[0] != 0:
        return "the service cannot be commanded"
    field.until(lambda: field.state(directory).get("starts") == 2, 10)
    if field.state(directory).get("starts") != 2:
        return "the service is not started again"
    return None


@attack("messages", "writes to the descriptor of its readiness without end")
def ready_flood(field):
    field.users_service("x", "yes >&3 & exec actor 'main serve'", 'ready.how = "fd"\n')
    field.svscan()
    field.must_come_up(f"{field.scan}/x")
    used = busy(field.supervise_of("x"))
    return f"supervise uses {used:.0%} of a processor" if used > MUCH else None


@attack("messages", "writes to the descriptor of its readiness, and never a newline")
def ready_zeros(field):
    field.users_service("x", "cat /dev/zero >&3 & exec actor 'main serve'",
                        'ready.how = "fd"\n')
    field.svscan()
    field.until(lambda: field.supervise_of("x"))
    time.sleep(1)
    used = busy(field.supervise_of("x"))
    if field.svctl("down", "-t", "10s", "x")[0] != 0:
        return "the service cannot be commanded"
    return f"supervise uses {used:.0%} of a processor" if used > 0.34 else None


# --- Root's terminal.

SHOWS = (("status",), ("status", "-l"), ("status", "x"), ("status", "--json"),
         ("status", "-o", "name,status-text,path"), ("tree",),
         ("why",), ("list",), ("list", "--names"), ("check",), ("log",), ("log", "x"),
         ("metrics",), ("perms",), ("events", "--now", "-t", "200ms"), ("reload", "x"))


def shown(field):
    """The first command that lets something through to a terminal."""
    for words in SHOWS:
        seen = field.on_terminal("svctl", words[0], "-S", field.scan, *words[1:])
        if obeyed_by_terminals(seen):
            return f"svctl {' '.join(words)} shows it"
    if obeyed_by_terminals(field.on_terminal("svctl", "watch", "-S", field.scan, seconds=2)):
        return "svctl watch shows it"
    if obeyed_by_terminals(proc.read(field.log)):
        return "svscan or supervise say it"
    return None


def terminal(name, what, prepare):
    for form, text in CONTROLS.items():
        @attack("messages", f"{what} ({form})", f"{name}_{form.replace('-', '_')}")
        def writes(field, text=text):
            prepare(field, text)
            field.svscan()
            field.comes_up(f"{field.scan}/x", 5)
            time.sleep(0.3)
            return shown(field)


def by_status(field, text):
    code = (b"import os, socket\n"
            b"name = os.environb[b'NOTIFY_SOCKET']\n"
            b"name = b'\\0' + name[1:] if name[:1] == b'@' else name\n"
            b"s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            b"s.sendto(b'READY=1\\nSTATUS=" + repr(text)[2:-1].encode() + b"', name)\n"
            b"s.sendto(b'READY=1', name)\n"
            b"import time\ntime.sleep(300)\n")
    directory = field.users_service("x", "exec /usr/bin/python3 says.py",
                                    "ready.how = \"notify\"\n")
    with open(f"{directory}/says.py", "wb") as file:
        file.write(code)


def by_arguments(field, text):
    argument = "".join(f"\\{byte:03o}" for byte in text)
    field.users_service("x", f"exec -a \"$(printf '{argument}')\" sleep 300")
    field.write(f"{field.scan}/x/run", "#!/bin/bash\n"
                f"exec -a \"$(printf '{argument}')\" sleep 300\n", 0o755)


def by_log(field, text):
    directory = field.users_service("x")
    field.service("log", "exec svlogd main", where=directory)
    field.mkdir(f"{directory}/log/main", 0o755, USER)
    with open(f"{directory}/log/main/current", "wb") as file:
        file.write(b"2026-11-30_00:00:00.00000 " + text + b"\n")
    os.chown(f"{directory}/log/main/current", USER, USER)


def by_settings(field, text):
    directory = field.users_service("x")
    field.mkdir(f"{field.scan}/y", 0o755, USER)
    field.write(f"{field.scan}/y/run", "#!/bin/sh\nexec sleep 300\n", 0o755, USER)
    with open(f"{field.scan}/y/service.toml", "wb") as file:
        file.write(b'"stop.' + text + b'" = 1\n[stop]\nsignal = "' + text + b'"\n')
    os.chown(f"{field.scan}/y/service.toml", USER, USER)
    del directory


def by_shebang(field, text):
    field.users_service("x")
    field.mkdir(f"{field.scan}/y", 0o755, USER)
    with open(f"{field.scan}/y/run", "wb") as file:
        file.write(b"#!/bin/" + text + b"\nexec sleep 300\n")
    os.chmod(f"{field.scan}/y/run", 0o755)


def by_environment(field, text):
    directory = field.users_service("x")
    field.users_service("y", toml='environment-files = ["data/env"]\n')
    with open(f"{field.scan}/y/data/env", "wb") as file:
        file.write(b"no assignment " + text + b"\n")
    os.makedirs(f"{field.scan}/z/data/env")
    field.users_service("z", toml='environment-files = ["data/env"]\n')
    with open(os.fsencode(f"{field.scan}/z/data/env/") + text.replace(b"/", b""), "wb") as file:
        file.write(b"x\n")
    del directory


def by_names(field, text):
    """A name in the scan directory, which root has linked without a look."""
    field.users_service("x")
    place = os.fsencode(field.scan) + b"/n" + text.replace(b"/", b"")
    os.mkdir(place)
    with open(place + b"/run", "wb") as file:
        file.write(b"#!/missing\n")
    os.chmod(place + b"/run", 0o755)


def by_state(field, text):
    """A state in a supervise/ that is the user's."""
    field.users_service("x")
    directory = field.service("y")
    place = f"{field.public}/y"
    os.symlink(place, f"{directory}/supervise")
    field.user_writes(f"{place}/state", "", 0o644)
    with open(f"{place}/state", "wb") as file:
        file.write(b'version = 2\nphase = "up"\nwant = "up"\nmain = 1\nready = true\n'
                   b'paused = false\nsince = 2026-11-22T14:31:07Z\nstarts = 1\n'
                   b'status-text = "' + text + b'"\n'
                   b'children = []\nbystanders = []\n')
    field.as_user(os.mkfifo, f"{place}/ok", 0o666)


for _name, _what, _prepare in (
        ("status", "sends controls of a terminal as its STATUS=", by_status),
        ("arguments", "has controls of a terminal among its arguments", by_arguments),
        ("log", "writes controls of a terminal into its log", by_log),
        ("settings", "has controls of a terminal in its service.toml", by_settings),
        ("shebang", "has controls of a terminal in the first line of run", by_shebang),
        ("envfile", "has controls of a terminal in its environment files", by_environment),
        ("names", "has controls of a terminal in its name", by_names),
        ("state", "plants them in a state of its own supervise/", by_state)):
    terminal(_name, _what, _prepare)
