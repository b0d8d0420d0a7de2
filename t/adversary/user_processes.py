"""Processes of the user's: names, signals, and ways out of a service."""

import os
import subprocess
import time

import proc
from field import USER, Skipped, attack


def named(field, name, *words, cwd, notes):
    """A process of the user's with another program's name, which notes its signals."""
    program = f"{field.public}/{name}"
    subprocess.run(["cp", f"{field.stage.bin}/actor", program], check=True)  # else ETXTBSY
    story = " ".join(f"on:{number}{{note:{notes}}}" for number in (1, 2, 10, 12, 14, 15))
    return field.user_process(program, f"{story} note:{notes}-there serve", *words, cwd=cwd)


@attack("processes", "names a process svscan and has it stand in the scan directory")
def named_svscan(field):
    directory = field.service("x")
    named(field, "svscan", cwd=field.scan, notes="hit")
    field.until(lambda: field.ended("hit-there"))
    field.svscan()
    field.must_come_up(directory)
    field.svctl("scan")
    field.svctl("upgrade", "-t", "2s")
    time.sleep(0.3)
    return "svctl has signalled the user's process" if field.ended("hit") else None


@attack("processes", "names a process svscan, and no svscan runs there")
def named_svscan_alone(field):
    field.service("x")
    named(field, "svscan", cwd=field.scan, notes="hit")
    field.until(lambda: field.ended("hit-there"))
    code, _ = field.svctl("scan")
    time.sleep(0.3)
    return ("svctl scan believes the user's process" if code == 0 or field.ended("hit")
            else None)


@attack("processes", "names a process supervise and has it stand in the service directory")
def named_supervise(field):
    directory = field.service("x")
    named(field, "supervise", cwd=directory, notes="hit")
    field.until(lambda: field.ended("hit-there"))
    svscan = field.svscan()
    field.must_come_up(directory)
    svscan.kill()
    svscan.wait()
    field.svscan()
    field.service("new")
    field.comes_up(f"{field.scan}/new")
    for words in (("restart", "-t", "5s"), ("upgrade", "-t", "2s"), ("exit", "-t", "5s")):
        field.svctl(*words, "x")
    if field.ended("hit"):
        return "the user's process was signalled"
    return None if field.comes_up(directory, 8) else "the service does not come up"


# --- Ways out of a service: down must leave nothing.

def escape(name, what, run, root=False):
    @attack("processes", what, name)
    def escapes(field):
        make = field.service if root else field.users_service
        directory = make("x", run)
        field.svscan()
        field.comes_up(directory, 5)
        field.until(lambda: field.ended("escaped"), 5)
        escaped = field.pid_of("escaped")
        if not escaped:
            raise Skipped("it has not come so far")
        time.sleep(1.2)  # until its main process is settled
        code, _ = field.svctl("down", "-t", "20s", "x", seconds=30)
        if code != 0:
            return "svctl down does not come to its end"
        fields = proc.stat(escaped)
        return "it lives on after down" if fields and fields[0] != b"Z" else None


OUT = "exec actor '{}'"
escape("login", "writes its login uid", OUT.format(
    "fork{setsid login:54321 note:escaped serve} main serve"))
escape("login_early", "writes its login uid before its daemon is known", OUT.format(
    "fork{setsid login:54321 note:escaped serve} sleep:300 fork{setsid main serve}"))
escape("login_late", "writes its login uid long after the start", OUT.format(
    "fork{setsid sleep:1500 login:54321 note:escaped serve} main serve"))
escape("login_of_another", "writes the login uid of another", OUT.format(
    "fork{setsid login:40001 note:escaped serve} main serve"))
escape("login_daemon", "writes the login uid of a double fork's worker", OUT.format(
    "fork{setsid fork{fork{setsid login:54321 note:escaped serve} main serve}}"))
escape("sessions", "hides in sessions of its own, deaf to TERM", OUT.format(
    "fork{setsid ignore:15 fork{setsid ignore:15 note:escaped serve} serve} main serve"))
escape("sibling", "makes its child its parent's", OUT.format(
    "sibling{setsid ignore:15 note:escaped serve} main serve"))
escape("vfork", "waits in a vfork", OUT.format(
    "fork{vfork{setsid ignore:15 note:escaped serve}} main serve"))
escape("stopped", "stops itself", "(actor 'setsid note:escaped serve' & sleep 0.3; "
       "kill -STOP $!) & exec actor 'main serve'")
escape("namespaces", "becomes process 1 of namespaces of its own",
       "unshare -Urpf actor 'setsid ignore:15 note:inside serve' & sleep 0.4; "
       "exec actor 'fork{setsid ignore:15 note:escaped serve} main serve'")
escape("subreaper", "leaves its child to a subreaper of its own",
       "python3 -c 'import ctypes, os, time\n"
       "ctypes.CDLL(None).prctl(36, 1)\n"
       "if os.fork() == 0:\n"
       "    os.execvp(\"actor\", [\"actor\", \"fork{setsid ignore:15 note:escaped serve}\"])\n"
       "time.sleep(300)' & exec actor 'main serve'")


@attack("processes", "traces its own process from outside, so that it cannot be reaped")
def traced(field):
    directory = field.users_service("x", "exec actor 'main serve'")
    field.svscan()
    main = field.must_come_up(directory)
    tracer = ("import ctypes, os, time\n"
              "libc = ctypes.CDLL(None, use_errno=True)\n"
              f"if libc.ptrace(0x4206, {main}, None, None) != 0: os._exit(1)\n"
              "time.sleep(300)\n")
    process = field.user_process("/usr/bin/python3", "-c", tracer)
    if not field.until(lambda: b"TracerPid:\t0" not in proc.read(f"/proc/{main}/status"), 3):
        raise Skipped("ptrace is not allowed")
    code, _ = field.svctl("down", "-t", "15s", "x", seconds=30)
    process.kill()
    process.wait()
    if code != 0 and field.svctl("down", "-t", "15s", "x", seconds=30)[0] != 0:
        return "the service never comes down, though nothing holds it any more"
    return None


# --- Reaching for supervise.

@attack("processes", "signals, traces and reads the programs that keep its service")
def reach_supervise(field):
    directory = field.users_service("x")
    svscan = field.svscan()
    field.must_come_up(directory)
    supervise = field.supervise_of("x")
    for pid in (supervise, svscan.pid):
        for number in (1, 9, 15, 19):
            field.as_user(os.kill, pid, number)
        for path in ("mem", "environ", "fd", "cwd/supervise/control"):
            if path == "cwd/supervise/control":
                continue
            if field.as_user(lambda name=path: os.listdir(f"/proc/{pid}/{name}")
                             if name == "fd" else open(f"/proc/{pid}/{name}", "rb").read(1)):
                return f"the user reads {path} of a program of root's"
    time.sleep(0.2)
    return "a signal has come" if svscan.poll() is not None or not proc.stat(supervise) else None


@attack("processes", "reaches for the FIFOs and the state of its own supervise")
def reach_fifos(field):
    directory = field.users_service("x")
    field.svscan()
    main = field.must_come_up(directory)
    supervise = field.supervise_of("x")
    for place in (f"{directory}/supervise", f"/proc/{supervise}/cwd/supervise",
                  f"/proc/{main}/cwd/supervise"):
        for name in ("control", "ok", "state", "lock", "status"):
            if field.as_user(lambda path=f"{place}/{name}": os.close(
                    os.open(path, os.O_RDWR | os.O_NONBLOCK))):
                return f"the user opens {place}/{name}"
    return None


@attack("processes", "looks for descriptors, groups and capabilities that it was given")
def inheritance(field):
    directory = field.users_service(
        "x", "exec >data/seen 2>&1; ls -l /proc/self/fd/; id; grep Cap /proc/self/status; "
             "exec actor 'main serve'")
    field.svscan()
    field.must_come_up(directory)
    seen = proc.read(f"{directory}/data/seen").decode()
    numbers = [line.split(" -> ")[0].split()[-1] for line in seen.splitlines()
               if " -> " in line and "/proc/" not in line]
    if extra := [n for n in numbers if int(n) > 2]:
        return f"it has the descriptors {extra}"
    if "uid=54321" not in seen or "(root)" in seen:
        return "it has root's uid or a group of root's"
    if "CapEff:\t0000000000000000" not in seen or "CapPrm:\t0000000000000000" not in seen:
        return "it has capabilities"
    return None


# --- Strangers.

@attack("processes", "leaves a state that names a stranger, in a supervise/ of its own")
def planted_state(field):
    directory = field.service("x")
    stranger = field.root_process("/bin/sleep", "300")
    start = proc.stat(stranger.pid)[19].decode()
    boot = proc.read("/proc/sys/kernel/random/boot_id").decode().strip()
    place = f"{field.public}/planted"
    state = (f'version = 2\nboot = "{boot}"\nphase = "up"\nwant = "up"\n'
             f"main = {stranger.pid}\nready = true\npaused = false\n"
             "since = 2026-11-22T14:31:07.123456Z\nstarts = 1\n"
             f'children = [{{pid = {stranger.pid}, start = {start}, came = "spawned"}}]\n'
             "bystanders = []\n")
    for name, text in (("state", state), ("pid", f"{stranger.pid}\n"), ("stat", "run\n")):
        field.user_writes(f"{place}/{name}", text, 0o644)
    os.symlink(place, f"{directory}/supervise")
    field.svscan()
    field.comes_up(directory, 3)
    for words in (("signal", "HUP"), ("restart", "-t", "2s"), ("kill", "-t", "2s"),
                  ("down", "-t", "2s")):
        field.svctl(*words, "x")
    return "the stranger was signalled" if stranger.poll() is not None else None


@attack("processes", "root keeps a service in a pid namespace, and /proc is that of another")
def foreign_proc(field):
    directory = field.service("x", "exec actor 'fork{setsid main serve}'")
    strangers = [field.root_process("/bin/sleep", "300") for _ in range(3)]
    supervise = field.root_process(
        "unshare", "-pf", "--kill-child", f"{field.stage.bin}/supervise", directory,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    field.comes_up(directory, 5)
    code = field.svctl("down", "-t", "8s", f"{directory}/", seconds=15)[0]
    if any(s.poll() is not None for s in strangers):
        return "a stranger was signalled"
    return ("down does not come to its end" if code != 0 and supervise.poll() is None
            else None)
