"""Files that root's programs obey or execute, where the user can make or change them."""

import os
import subprocess

import proc
from field import USER, attack


def defaults(field, directory, text=None):
    """Plants defaults.toml there; the command proves that root has run it."""
    field.user_writes(f"{directory}/.svscan/defaults.toml", text or
                      f'command = ["/bin/sh", "-c", ": >{field.proofs}/ran; sleep 300"]\n')


@attack("obeyed", "plants .svscan/defaults.toml beside a service that root starts by hand")
def defaults_beside_service(field):
    directory = field.service("redis", where=field.public)
    defaults(field, field.public)
    field.ends_or_runs(field.start("supervise", directory), directory)
    return field.root_ran_it()


@attack("obeyed", "plants it beside a service that root has linked into the scan directory")
def defaults_behind_link(field):
    directory = field.service("redis", where=field.public)
    defaults(field, field.public)
    os.symlink(directory, f"{field.scan}/redis")
    field.svscan()
    field.must_come_up(directory)
    return field.root_ran_it()


@attack("obeyed", "makes x/.svscan/defaults.toml, which x/log could obey")
def defaults_of_log(field):
    directory = field.service("x")
    field.service("log", "exec cat >/dev/null", where=directory, toml=SHORT)
    field.mkdir(f"{directory}/.svscan", 0o1777)
    defaults(field, directory)
    field.svscan()
    field.must_come_up(directory)
    field.comes_up(f"{directory}/log")
    return field.root_ran_it()


@attack("obeyed", "plants a reload signal of KILL beside a service in a public directory")
def defaults_of_reload(field):
    directory = field.service("redis", "trap : HUP; while :; do sleep 1; done",
                              where=field.public)
    field.start("supervise", directory)
    main = field.must_come_up(directory)
    defaults(field, field.public, '[reload]\nsignal = "KILL"\n')
    field.svctl("reload", f"{directory}/")
    died = field.until(lambda: field.main(directory) != main, 2)
    return "svctl reload has sent KILL" if died else None


# --- What everybody may change by root's mistake, and what belongs to the user.  All of
# it is executed as root where the owner is meant to be trusted, but not without a word.

FILES = ("run", "finish", "check", "control/t", "control/u", "control/d", "control/x",
         "log/run", "log/finish", "service.toml", "env", "env.d/ALSO",
         "run-behind-a-link")
DIRECTORIES = (".", "control", "log", "env.d")
# A script that forbids a signal has its service stopped after the default of a minute.
SHORT = 'stop = {timeout = "1s", kill-timeout = "1s"}\n'


def complete(field):
    """A service that obeys all that there can be, and its log."""
    directory = field.service("x", toml='environment-files = ["env", "env.d"]\n' + SHORT +
                                        '[ready]\nhow = "check"\n')
    for name in ("finish", "check", "control/t", "control/u", "control/d", "control/x",
                 "log/finish"):
        field.write(f"{directory}/{name}", "#!/bin/sh\nexit 0\n", 0o755)
    field.write(f"{directory}/env", "GIVEN=yes\n")
    field.write(f"{directory}/env.d/ALSO", "yes\n")
    field.service("log", "exec cat >/dev/null", where=directory, toml=SHORT)
    return directory


def plant(field, path):
    """The user's program in place of root's."""
    if path.endswith("service.toml"):
        return field.user_writes(path, SHORT + 'command = ["/bin/sh", "-c", '
                                       f'": >{field.proofs}/ran; sleep 300"]\n')
    if "/env.d/" in path:
        return field.user_writes(path, "planted\n")
    if path.endswith("/env"):
        return field.user_writes(path, "ENV=x\nGIVEN=planted\n")
    return field.user_writes(path, field.payload().replace("exec actor 'main serve'",
                                                           "exit 0"))


def exercise(field, directory):
    """Has every script run that there is; whether something of the user's was obeyed."""
    field.svscan()
    if field.comes_up(directory, 3):
        for command in ("restart", "down", "up", "exit"):
            field.svctl(command, "-t", "3s", "x", seconds=8)
    field.until(field.root_ran_it, 1)
    if b"planted" in proc.read(f"/proc/{field.main(directory)}/environ"):
        return "root's service has the user's environment"
    return field.root_ran_it()


def obeys(name, path, mode, owner, what):
    @attack("obeyed", what, name)
    def changed(field):
        directory = complete(field)
        file = f"{directory}/{path}"
        if path == "run-behind-a-link":
            file = field.write(f"{field.root}/shared/run", "#!/bin/sh\nexec sleep 300\n")
            os.unlink(f"{directory}/run")
            os.symlink(file, f"{directory}/run")
        os.chown(file, owner, owner)
        os.chmod(file, mode)
        target = {".": f"{file}/control/t", "control": f"{file}/a", "log": f"{file}/run",
                  "env.d": f"{file}/GIVEN"}.get(path, file)
        if os.path.isdir(file):
            plant_in_directory(field, file, target)
        elif not plant(field, file):
            return None
        why = exercise(field, directory)
        return why if why and not warned(field, path) else None


def plant_in_directory(field, directory, target):
    """Where it is sticky, what is there stays; what is not can be made."""
    if plant(field, target):
        return
    for name in ("service.toml", "finish", "control/k"):
        plant(field, f"{directory}/{name}")


def warned(field, path):
    """svscan has named the file as one that others may change."""
    shown = "x" if path in (".", "run-behind-a-link") else f"x/{path}"
    return any(shown in line and " could " in line for line in field.said().splitlines())


for _file in FILES:
    _slug = _file.replace("/", "_").replace(".", "_")
    obeys(f"everybodys_{_slug}", _file, 0o777, 0, f"rewrites {_file}, which everybody may")
    obeys(f"users_{_slug}", _file, 0o755, USER, f"rewrites {_file}, which is the user's, "
                                                "and svscan says nothing")
for _directory in DIRECTORIES:
    _slug = "directory" if _directory == "." else _directory.replace(".", "_")
    obeys(f"everybodys_{_slug}_dir", _directory, 0o777, 0,
          f"adds to the directory {_directory}, which everybody may")
    obeys(f"sticky_{_slug}_dir", _directory, 0o1777, 0,
          f"adds to the directory {_directory}, which is sticky")


@attack("obeyed", "adds a service to a scan directory that everybody may change")
def everybodys_scan_directory(field):
    os.chmod(field.scan, 0o1777)
    field.user_writes(f"{field.scan}/evil/run", field.payload())
    field.svscan()
    field.until(field.root_ran_it, 3)
    return field.root_ran_it()


@attack("obeyed", "adds defaults.toml to a .svscan that everybody may change")
def everybodys_svscan_directory(field):
    field.mkdir(f"{field.scan}/.svscan", 0o1777)
    field.service("x")
    defaults(field, field.scan)
    field.svscan()
    field.until(field.root_ran_it, 3)
    return field.root_ran_it()


def hook(name):
    @attack("obeyed", f"rewrites .svscan/{name}, which everybody may, and nothing is said",
            f"everybodys_{name}_hook")
    def rewritten(field):
        field.service("x")
        path = field.write(f"{field.scan}/.svscan/{name}", "#!/bin/sh\nexit 0\n", 0o777)
        field.user_writes(path, field.payload().replace("exec actor 'main serve'", "exit 0"))
        words = (field.scan,) if name == "finish" else ("/missing",)
        svscan = field.svscan("--container", *words)
        if name == "finish":
            field.comes_up(f"{field.scan}/x")
            svscan.terminate()
        try:
            svscan.wait(20)
        except subprocess.TimeoutExpired:
            return "svscan does not end"
        silent = not any(name in line and " could " in line
                         for line in field.said().splitlines())
        return field.root_ran_it() if silent else None


hook("finish")


@attack("obeyed", "changes the directory of a command in root's XDG_RUNTIME_DIR, the user's")
def users_runtime_directory(field):
    runtime = field.mkdir(f"{field.root}/runtime", 0o700, USER)
    field.svscan("--", "/bin/sleep", "300", XDG_RUNTIME_DIR=runtime)
    made = lambda: [n for n in os.listdir(runtime) if n.startswith("svscan.")]
    if not field.until(made, 3):
        return None
    base = f"{runtime}/{made()[0]}"
    field.until(lambda: os.path.exists(f"{base}/command/supervise/state"), 3)

    def swap():
        os.rename(base, base + ".old")
        os.makedirs(f"{base}/command")
        with open(f"{base}/command/run", "w", encoding="ascii") as file:
            file.write(field.payload())
        os.chmod(f"{base}/command/run", 0o755)
    if field.as_user(swap):
        supervise = field.supervise_of("command")
        if supervise:
            os.kill(supervise, 9)
        field.until(field.root_ran_it, 4)
    return field.root_ran_it()
