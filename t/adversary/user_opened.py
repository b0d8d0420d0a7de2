"""What root's programs open that is the user's, or leads where the user chose."""

import os
import socket
import subprocess
import time

import proc
from field import USER, Opens, Skipped, attack, busy

MEMORY = 4096  # kilobytes: a supervise has less of its own by far


def private_kilobytes(pid):
    return proc.private_kilobytes(pid)


class Kinds:
    """Ways to plant something at a path, as the user."""

    @staticmethod
    def fifo(field, path):
        field.as_user(os.mkfifo, path, 0o666)

    @staticmethod
    def zero(field, path):
        field.user_links("/dev/zero", path)

    @staticmethod
    def loop(field, path):
        field.user_links(path, path)

    @staticmethod
    def dangling(field, path):
        field.user_links(f"{field.secrets}/made", path)

    @staticmethod
    def secret(field, path):
        field.user_links(field.secret, path)

    @staticmethod
    def directory(field, path):
        field.as_user(os.mkdir, path)

    @staticmethod
    def unix(field, path):
        field.as_user(lambda: socket.socket(socket.AF_UNIX).bind(os.path.relpath(path)))

    @staticmethod
    def huge(field, path):
        def deed():
            with open(path, "w", encoding="ascii") as file:
                file.truncate(1 << 40)
        field.as_user(deed)

    @staticmethod
    def device(field, path):
        """Links to a device that does nothing, so that an open of it can be counted."""
        node = f"{field.root}/device"
        if not os.path.exists(node):
            os.mknod(node, 0o20666, os.makedev(1, 3))
        field.user_links(node, path)


KINDS = ("fifo", "zero", "loop", "dangling", "secret", "directory", "unix", "huge", "device")


# --- The pidfile, in a directory of the user's.

def pidfile(kind):
    @attack("opened", f"makes the pidfile in its directory a {kind}", f"pidfile_{kind}")
    def planted(field):
        directory = field.users_service("x", "exec actor 'fork{setsid main serve}'",
                                        'main.pidfile = "data/pid"')
        path = f"{directory}/data/pid"
        getattr(Kinds, kind)(field, path)
        watched = f"{field.root}/device" if kind == "device" else path
        opens = Opens(watched) if kind in ("fifo", "device") else None
        field.svscan()
        if not field.comes_up(directory):
            return "the service does not come up"
        code, _ = field.svctl("restart", "-t", "10s", "x")
        if code != 0:
            return "supervise does not obey"
        if field.comes_up(directory) and opens and opens.so_far():
            return f"root has opened it {opens.count} times"
        supervise = field.supervise_of("x")
        if private_kilobytes(supervise) > MEMORY:
            return "supervise has filled its memory"
        return field.spoiled()


for _kind in KINDS:
    pidfile(_kind)


@attack("opened", "makes the pidfile a link to its terminal, which a session leader gets")
def pidfile_terminal(field):
    directory = field.users_service("x", "exec actor 'fork{setsid main serve}'",
                                    'main.pidfile = "data/pid"')
    master, slave = os.openpty()
    terminal = os.ttyname(slave)
    os.chown(terminal, USER, USER)
    field.user_links(terminal, f"{directory}/data/pid")
    try:
        field.svscan()
        field.must_come_up(directory)
        field.svctl("restart", "-t", "10s", "x")
        field.comes_up(directory)
        if proc.stat(field.supervise_of("x"))[4] != b"0":
            return "supervise has the user's terminal"
    finally:
        os.close(slave)
        os.close(master)
    return None


@attack("opened", "puts the pid of a stranger into its pidfile")
def pidfile_stranger(field):
    directory = field.users_service("x", "exec actor 'fork{setsid main serve}'",
                                    'main.pidfile = "data/pid"')
    stranger = field.root_process("/bin/sleep", "300")
    field.user_writes(f"{directory}/data/pid", f"{stranger.pid}\n")
    field.svscan()
    field.must_come_up(directory)
    for words in (("signal", "HUP"), ("signal", "TERM"), ("restart", "-t", "5s"),
                  ("kill", "-t", "5s"), ("down", "-t", "5s")):
        field.svctl(*words, "x")
    return "the stranger was signalled" if stranger.poll() is not None else None


# --- Environment files, in a directory of the user's.

def environment(kind):
    @attack("opened", f"makes its environment file a {kind}", f"environment_{kind}")
    def planted(field):
        directory = field.users_service(
            "x", "exec actor 'main serve'", 'environment-files = ["data/env"]')
        getattr(Kinds, kind)(field, f"{directory}/data/env")
        opens = Opens(f"{field.root}/device") if kind == "device" else None
        field.service("good")
        field.svscan()
        field.comes_up(directory, 4)
        if proc.stat(field.main(directory)):
            if b"of-root-only" in proc.read(f"/proc/{field.main(directory)}/environ"):
                return "the service has root's secret in its environment"
        if "of-root-only" in field.said():
            return "root's secret is in a message"
        if opens and opens.so_far():
            return "root has opened a device"
        for pid in proc.marked(field.mark):
            if "supervise" in " ".join(proc.words(pid)[:1]) and \
                    private_kilobytes(pid) > 16 * MEMORY:
                return "a program of root's has filled its memory"
        if field.svctl("down", "-t", "10s", "x")[0] != 0:
            return "the service cannot be stopped"
        return None if field.comes_up(f"{field.scan}/good") else "others do not come up"


for _kind in KINDS:
    environment(_kind)


@attack("opened", "makes its environment directory a link to root's directory")
def environment_directory_link(field):
    directory = field.users_service("x", toml='environment-files = ["data/env"]')
    field.user_links(field.secrets, f"{directory}/data/env")
    field.svscan()
    field.comes_up(directory, 4)
    leaked = b"of-root-only" in proc.read(f"/proc/{field.main(directory)}/environ")
    return "the service has root's secret in its environment" if leaked else None


@attack("opened", "has a file of its environment directory lead to root's secret")
def environment_directory_file_link(field):
    directory = field.users_service("x", toml='environment-files = ["data/env"]')
    field.user_links(field.secret, f"{directory}/data/env/STOLEN")
    field.svscan()
    field.comes_up(directory, 4)
    leaked = b"of-root-only" in proc.read(f"/proc/{field.main(directory)}/environ")
    return "the service has root's secret in its environment" if leaked else None


@attack("opened", "switches its environment file between its own and a link to root's")
def environment_race(field):
    directory = field.users_service("x", "exit 0", 'environment-files = ["data/env"]\n'
                                    'restart.delay = "10ms"')
    field.write(f"{directory}/run", '#!/bin/sh\nenv >>data/seen\n', 0o755)
    path = f"{directory}/data/env"
    field.user_process(
        "/bin/sh", "-c", "while :; do echo OWN=yes >own; mv own env; "
        f"ln -s {field.secret} link; mv -T link env; done", cwd=os.path.dirname(path))
    field.svscan()
    field.until(lambda: b"of-root-only" in proc.read(f"{directory}/data/seen"), 4)
    leaked = b"of-root-only" in proc.read(f"{directory}/data/seen")
    return "the service has root's secret in its environment" if leaked else None


# --- The directory in which it starts.

def hidden(name, what, toml, prepare):
    @attack("opened", what, name)
    def entered(field):
        inside = field.mkdir(f"{field.secrets}/inside", 0o755)
        directory = field.users_service("x", toml=toml.format(inside=inside))
        if prepare:
            field.user_links(inside, f"{directory}/data/place")
        field.svscan()
        field.comes_up(directory, 4)
        main = field.main(directory)
        there = proc.stat(main) and os.readlink(f"/proc/{main}/cwd") == inside
        os.rmdir(inside)
        return "the service is in a directory that the user cannot reach" if there else None


# The toml comes first in the file, and dotted keys may stand beside the table.
hidden("directory_below_0700", "is started in a directory below one of root's, of mode 0700",
       'command = ["actor", "main serve"]\nrun-as.directory = "{inside}"\n', False)
hidden("directory_behind_link", "makes the directory of its start a link into root's",
       'command = ["actor", "main serve"]\nrun-as.directory = "data/place"\n', True)


# --- Its standard output, which svscan looks at for the pipe of a log.

def standard_output(kind, redirection):
    @attack("opened", f"has a {kind} as standard output while its supervisors are killed",
            f"output_{kind}")
    def looked_at(field):
        directory = field.users_service("x", f"cd data; exec actor 'main serve' {redirection}")
        field.service("log", "exec cat >/dev/null", where=directory)
        if "fifo" in kind:
            field.as_user(os.mkfifo, f"{directory}/data/out", 0o600)
        field.service("good")
        first = field.svscan()
        field.must_come_up(directory)
        field.must_come_up(f"{field.scan}/good")
        supervise = field.supervise_of("x")
        first.kill()
        first.wait()
        proc.send(supervise, 9)
        field.until(lambda: not proc.stat(supervise))
        second = field.svscan()
        field.service("new")
        if not field.comes_up(f"{field.scan}/new"):
            return "svscan starts nothing any more"
        second.terminate()
        try:
            second.wait(25)
        except subprocess.TimeoutExpired:
            return "svscan does not end"
        return None


for _kind, _redirection in (("fifo", "1<>out"), ("fifo-alone", "3<>out 1<out 3>&-"),
                            ("file", ">out"), ("zero", ">/dev/zero"),
                            ("closed", ">&-"), ("read-only", "1</dev/null")):
    standard_output(_kind, _redirection)


@attack("opened", "has the pipe of another service's log as standard output")
def output_of_another(field):
    victim = field.service("victim", "exec actor 'main serve'")
    field.service("log", f"exec cat >{field.proofs}/lines", where=victim)
    directory = field.users_service("x", "exec actor 'times:3{print:forged} main serve'")
    field.service("log", f"exec cat >{field.proofs}/own", where=directory)
    first = field.svscan()
    field.must_come_up(directory)
    field.must_come_up(victim)
    first.kill()
    first.wait()
    field.svscan()
    field.service("new")
    field.comes_up(f"{field.scan}/new")
    field.svctl("restart", "-t", "5s", "x")
    time.sleep(0.3)
    forged = b"forged" in proc.read(f"{field.proofs}/lines")
    return "its lines are in the log of another" if forged else None


# --- A whole service directory of the user's (svscan says so, and starts it): it may not
# keep svscan and svctl from working for the others.

NAMES = ("service.toml", "finish", "check", "down", "log", "timeout-kill", "timeout-finish",
         "notification-fd", "down-signal", "type", "no-setsid", "log/run", "control", "run",
         "control/t", ".svscan/defaults.toml", "supervise/state", "supervise/status",
         "supervise/pid", "supervise/lock", "supervise/control", "supervise/ok",
         "supervise/state.new", "supervise/status.new", "log/main/current", "env", "supervise")

LOOKS = (("list",), ("list", "--names"), ("status",), ("status", "--json"), ("check",),
         ("tree",), ("why",), ("metrics",), ("log",), ("perms",), ("completion", "bash"),
         ("wait", "--any", "--up", "-t", "2s"), ("events", "--now", "-t", "100ms"),
         ("reload",), ("up", "-t", "1s"), ("down", "-t", "1s"), ("exit", "-t", "1s"),
         ("upgrade", "-t", "1s"), ("scan",))
OF_ALL = ("wait", "reload", "up", "down", "exit", "log", "status", "check", "perms")


def whole(kind):
    @attack("opened", f"makes each file of a service directory a {kind} in turn",
            f"anything_{kind}")
    def planted(field):
        names = []
        for number, name in enumerate(NAMES):
            directory = f"{field.scan}/user{number}"
            field.mkdir(directory, 0o755, USER)
            field.user_writes(f"{directory}/run", "#!/bin/sh\nexec sleep 300\n")
            if name == "env":
                field.user_writes(f"{directory}/service.toml",
                                  'environment-files = ["env"]\n', 0o644)
            if name.startswith("supervise/"):
                field.as_user(os.mkdir, f"{directory}/supervise", 0o700)
            if name == "run":
                os.unlink(f"{directory}/run")
            field.as_user(os.makedirs, os.path.dirname(f"{directory}/{name}"), 0o755, True)
            getattr(Kinds, kind)(field, f"{directory}/{name}")
            names.append(f"user{number}")
        field.service("good")
        svscan = field.svscan()
        if not field.comes_up(f"{field.scan}/good"):
            return "the others do not come up"
        for words in LOOKS:
            more = names if words[0] in OF_ALL else ()
            if field.svctl(*words, *more, seconds=20)[0] is None:
                return f"svctl {' '.join(words)} hangs for {culprit(field, words, names)}"
        if field.svctl("restart", "-t", "10s", "good")[0] != 0:
            return "the others cannot be commanded"
        svscan.send_signal(1)
        field.service("new")
        if not field.comes_up(f"{field.scan}/new"):
            return "svscan starts nothing any more"
        return "svscan is busy" if busy(svscan.pid, 1) > 0.3 else None


def culprit(field, words, names):
    """Which planted file it is, if one alone does it."""
    return ", ".join(NAMES[names.index(name)] for name in names
                     if field.svctl(*words, name, seconds=5)[0] is None) or "all together"


for _kind in KINDS:
    whole(_kind)


@attack("opened", "links root's secret as a hard link into its environment directory")
def environment_hard_link(field):
    if proc.read("/proc/sys/fs/protected_hardlinks").strip() == b"1":
        raise Skipped("fs.protected_hardlinks is 1")
    directory = field.users_service("x", toml='environment-files = ["data/env"]')
    field.as_user(os.link, field.secret, f"{directory}/data/env")
    field.svscan()
    field.comes_up(directory, 4)
    leaked = b"of-root-only" in proc.read(f"/proc/{field.main(directory)}/environ")
    return "the service has root's secret in its environment" if leaked else None
