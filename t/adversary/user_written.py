"""What root's programs write, make, rename or give away, where the user can plant names."""

import os
import time

import proc
from field import USER, attack

NAMES = ("state", "state.new", "status", "status.new", "pid", "pid.new", "stat", "stat.new",
         "lock", "control", "ok", "control.new", "ok.new", "down")


# --- svctl metrics --textfile, into a directory that everybody may write to.

def guesses(name):
    """Names that a program could take for a file until it is complete."""
    yield from (f"{name}{end}" for end in (".new", ".tmp", "~", ".XXXXXX"))
    yield from (f".{name}{end}" for end in (".new", ".tmp", ""))


def textfile(what, target, slug):
    @attack("written", f"plants {what} where svctl metrics --textfile writes", slug)
    def planted(field):
        field.service("x")
        field.svscan()
        field.must_come_up(f"{field.scan}/x")
        field.mkdir(f"{field.root}/collector", 0o777)
        path = f"{field.root}/collector/foster.prom"
        leads = target(field)

        def plant():
            os.chdir(os.path.dirname(path))
            for name in ("foster.prom", *guesses("foster.prom")):
                os.symlink(leads, name)
            newest = int(proc.read("/proc/loadavg").split()[-1])
            for pid in range(newest, newest + 3000):
                for form in (f"foster.prom.{pid}", f"foster.prom.new.{pid}"):
                    os.symlink(leads, form)
        field.as_user(plant)
        field.svctl("metrics", "--textfile", path)
        return field.spoiled()


textfile("links to root's file", lambda field: field.precious, "textfile_links")
textfile("links to a missing file of root's", lambda field: f"{field.secrets}/made",
         "textfile_dangling")


@attack("written", "plants a FIFO where svctl metrics --textfile writes")
def textfile_fifo(field):
    field.service("x")
    field.svscan()
    field.must_come_up(f"{field.scan}/x")
    field.mkdir(f"{field.root}/collector", 0o777)
    for name in ("foster.prom", *guesses("foster.prom")):
        field.as_user(os.mkfifo, f"{field.root}/collector/{name}", 0o666)
    code, _ = field.svctl("metrics", "--textfile", f"{field.root}/collector/foster.prom")
    return "svctl hangs" if code is None else None


@attack("written", "switches the directory of --textfile while svctl writes there")
def textfile_switched(field):
    field.service("x")
    field.svscan()
    field.must_come_up(f"{field.scan}/x")
    field.mkdir(f"{field.root}/collector", 0o777)
    field.user_process("/bin/sh", "-c", f"while :; do ln -sf {field.precious} foster.prom; "
                       "for f in .f* f*; do [ -L $f ] || "
                       f"ln -sf {field.precious} $f; done; done 2>/dev/null",
                       cwd=f"{field.root}/collector")
    for _ in range(60):
        field.svctl("metrics", "--textfile", f"{field.root}/collector/foster.prom")
    return field.spoiled()


# --- supervise/, behind a link that leads into a public directory.

def planted_supervise(field, prepare, mode=0o755, toml=None):
    """A service whose supervise/ is the user's; what is there is the user's choice."""
    directory = field.service("x", toml=toml)
    place = f"{field.public}/x-supervise"
    field.as_user(os.mkdir, place, mode)
    field.as_user(prepare, place)
    os.symlink(place, f"{directory}/supervise")
    field.service("good")
    return directory, place


def links(target, slug, what):
    @attack("written", f"plants {what} by all names of supervise/", slug)
    def planted(field):
        leads = target(field)

        def prepare(place):
            for name in NAMES:
                os.symlink(leads, f"{place}/{name}")
        directory, _ = planted_supervise(field, prepare)
        field.svscan()
        field.comes_up(directory, 2)
        field.svctl("perms", "--group", str(USER), "x")
        for words in (("down", "-t", "1s"), ("up", "-t", "1s"), ("exit", "-t", "1s")):
            field.svctl(*words, "x")
        return field.spoiled()


links(lambda field: field.precious, "supervise_links", "links to root's file")
links(lambda field: f"{field.secrets}/made", "supervise_dangling", "links to a missing file")


def one_link(name):
    @attack("written", f"plants a link as supervise/{name} alone", f"supervise_{name}_link")
    def planted(field):
        def prepare(place):
            os.symlink(field.precious, f"{place}/{name}")
        directory, _ = planted_supervise(field, prepare,
                                         toml=f'[control]\ngroup = "{USER}"\n')
        field.svscan()
        field.comes_up(directory, 2)
        field.svctl("perms", "--group", str(USER), "x")
        field.svctl("perms", "--no-group", "x")
        field.svctl("restart", "-t", "2s", "x")
        return field.spoiled()


for _name in NAMES:
    one_link(_name)


@attack("written", "switches the files of its supervise/ while supervise writes them")
def supervise_race(field):
    directory, place = planted_supervise(field, lambda place: None, 0o777)
    field.user_process(
        "/bin/sh", "-c", "while :; do for n in state status pid stat; do "
        f"ln -sf {field.precious} $n.new; ln -sf {field.secrets}/made $n; done; done",
        cwd=place)
    field.svscan()
    field.comes_up(directory, 2)
    for _ in range(10):
        field.svctl("restart", "-t", "300ms", "x", seconds=5)
    return field.spoiled()


@attack("written", "has a supervise/ given to a group, and switches its files for links")
def supervise_group_race(field):
    directory, place = planted_supervise(field, lambda place: None, 0o777,
                                         toml=f'[control]\ngroup = "{USER}"\n')
    field.user_process(
        "/bin/sh", "-c", "while :; do for n in control ok; do mv $n $n.own; "
        f"ln -s {field.precious} $n; rm $n; mv $n.own $n; done; done 2>/dev/null", cwd=place)
    field.start("supervise", directory)
    field.comes_up(directory, 2)
    for _ in range(30):
        field.svctl("perms", "--group", str(USER), f"{directory}/")
    return field.spoiled()


@attack("written", "answers for a supervise/ that is its own, and commands the service")
def supervise_commands(field):
    def prepare(place):
        os.mkfifo(f"{place}/control", 0o666)
        os.mkfifo(f"{place}/ok", 0o666)
    directory, place = planted_supervise(field, prepare)
    field.svscan()
    if not field.comes_up(directory, 4):
        return None  # it may keep it from starting, and no more
    main = field.main(directory)

    def command():
        control = os.open(f"{place}/control", os.O_WRONLY | os.O_NONBLOCK)
        os.write(control, b"k")
        time.sleep(1)
    field.as_user(command)
    return "the user has ended root's service" if not proc.stat(main) else None


@attack("written", "opens the FIFOs of a supervise/ that is its own, and supervise's ends")
def supervise_chmod(field):
    directory, place = planted_supervise(field, lambda place: None, 0o777)
    field.svscan()
    if not field.comes_up(directory, 4):
        return None
    main = field.main(directory)

    def command():
        os.rename(f"{place}/control", f"{place}/old")
        os.mkfifo(f"{place}/control", 0o666)
    field.as_user(command)
    field.svctl("down", "-t", "2s", "x")
    if not proc.stat(main):
        return None

    def write():
        with open(f"{place}/old", "wb", buffering=0) as file:
            file.write(b"k")
        time.sleep(1)
    field.as_user(write)
    return "the user has ended root's service" if not proc.stat(main) else None


@attack("written", "has supervise make directories in root's, behind a dangling link")
def supervise_target(field):
    directory = field.service("x")
    os.symlink(f"{field.public}/run/x/supervise", f"{directory}/supervise")
    field.user_links(field.secrets, f"{field.public}/run")
    field.svscan()
    field.comes_up(directory, 3)
    return field.spoiled()


@attack("written", "has supervise follow a link of the user's to a missing place of root's")
def supervise_last_target(field):
    directory = field.service("x")
    os.symlink(f"{field.public}/x", f"{directory}/supervise")
    field.user_links(f"{field.secrets}/made", f"{field.public}/x")
    field.svscan()
    field.comes_up(directory, 3)
    return field.spoiled()


# --- Modes, where root's umask is 0.

@attack("written", "changes what root's programs have made under a umask of 0")
def umask_of_zero(field):
    directory = field.service("x")
    field.service("log", "exec cat >/dev/null", where=directory)
    field.start("svscan", field.scan, umask=0)
    field.svctl("new", "--log", "made", "--", "sleep", "300", umask=0)
    field.svctl("metrics", "--textfile", f"{field.root}/x.prom", umask=0)
    field.must_come_up(directory)
    field.comes_up(f"{field.scan}/made")
    open_to_all = [f"{where}/{name}" for where, folders, files in os.walk(field.scan)
                   for name in folders + files
                   if not os.path.islink(f"{where}/{name}") and
                   os.stat(f"{where}/{name}").st_mode & 0o022]
    open_to_all += [p for p in [f"{field.root}/x.prom"]
                    if os.path.exists(p) and os.stat(p).st_mode & 0o022]
    return f"everybody may write to {open_to_all[0]}" if open_to_all else None


@attack("written", "plants the name of a service that svctl new makes, in a public directory")
def new_in_public(field):
    def prepare():
        os.symlink(field.secrets, f"{field.public}/web")
        for name in guesses("web"):
            os.symlink(field.secrets, f"{field.public}/{name}")
    field.as_user(prepare)
    field.svctl("new", f"{field.public}/web", "--", "sleep", "300")
    return field.spoiled()
