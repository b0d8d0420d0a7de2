"""The supervisors: one small class for each, which knows its programs.

A peer makes service directories, and names the command that keeps them and the commands
that a person types.  It measures nothing."""

import os
import re
import shutil
import struct
import subprocess
import time

from processes import spawn


class Peer:
    """A supervisor with the layout of daemontools: DIR/NAME/run, and a scanner for DIR."""

    name = package = ""
    programs = ()
    notices = True # finds a new directory by itself
    crash_note = ""

    def __init__(self, name=None, bins=None):
        self.name = name or self.name
        path = bins or os.environ["PATH"] + os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"
        self.path = {p: shutil.which(p, path=path) for p in self.programs}
        # A scanner finds its supervise by PATH, where another peer's may come first.
        first = os.path.dirname(next(iter(self.path.values())) or "")
        self.env = {"PATH": f"{first}:/usr/bin:/bin:/usr/sbin:/sbin"}

    def installed(self):
        return all(self.path.values())

    def run(self, program, *args, cwd=None):
        """Runs one command of a person to its end."""
        pid = spawn([self.path[program], *args], self.env, cwd=cwd)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def typed(self, line, cwd):
        """Runs a line in a shell, which finds the program, and names for a `*`."""
        pid = spawn(["/bin/sh", "-c", line], self.env, cwd=cwd)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def asked(self, pattern, program, *args):
        """Returns the pid that a command of a person prints; None if there is none."""
        told = subprocess.run([self.path[program], *args], env=self.env, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        found = re.search(pattern, told.stdout)
        return int(found[1]) if found else None

    def make(self, scan, names, service):
        for name in names:
            os.mkdir(f"{scan}/{name}")
            os.symlink(service, f"{scan}/{name}/run")

    def add(self, scan, name, service):
        """Adds a service, complete at once."""
        os.mkdir(f"{scan}/.new")
        os.symlink(service, f"{scan}/.new/run")
        at = time.monotonic_ns()
        os.rename(f"{scan}/.new", f"{scan}/{name}")
        return at


class Foster(Peer):
    name = "foster"
    programs = ("svscan", "supervise", "svctl")

    def scanner(self, scan, n):
        return [self.path["svscan"], scan]

    def down(self, scan, name):
        return self.run("svctl", "down", "-S", scan, name)

    def up(self, scan, name):
        return self.run("svctl", "up", "--stay", "0s", "-S", scan, name)

    def restart(self, scan, name):
        return self.run("svctl", "restart", "--stay", "0s", "-S", scan, name)

    def status(self, scan, names):
        """All need not be named; who is named is also looked up in /proc."""
        if len(names) == 1:
            return self.run("svctl", "status", "-S", scan, *names)
        return self.typed(f"exec svctl status -S {scan}", cwd=scan)

    def shown(self, scan, name):
        return self.asked(r"^(\d+)$", "svctl", "status", "-o", "main", "-S", scan, name)


class Daemontools(Peer):
    name = package = "daemontools"
    programs = ("svscan", "supervise", "svc", "svstat")

    def scanner(self, scan, n):
        return [self.path["svscan"], scan]

    def main(self, scan, name):
        with open(f"{scan}/{name}/supervise/status", "rb", buffering=0) as file:
            return struct.unpack("<I", file.read()[12:16])[0]

    def told(self, scan, name, letter, claim):
        """svc does not wait, so this waits for the person, as fast as possible."""
        before = self.main(scan, name)
        code = self.run("svc", letter, f"{scan}/{name}")
        deadline = time.monotonic() + 10
        while not claim(before, self.main(scan, name)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"svc {letter} does nothing")
            os.sched_yield()
        return code

    def down(self, scan, name):
        return self.told(scan, name, "-d", lambda before, now: now == 0)

    def up(self, scan, name):
        return self.told(scan, name, "-u", lambda before, now: now != 0)

    def restart(self, scan, name):
        return self.told(scan, name, "-t", lambda before, now: now not in (0, before))

    def status(self, scan, names):
        if len(names) == 1:
            return self.run("svstat", *names, cwd=scan)
        return self.typed("exec svstat *", cwd=scan)

    def shown(self, scan, name):
        return self.asked(r"pid (\d+)", "svstat", f"{scan}/{name}")


class Runit(Peer):
    name = package = "runit"
    programs = ("runsvdir", "runsv", "sv")

    def scanner(self, scan, n):
        return [self.path["runsvdir"], scan]

    def down(self, scan, name):
        return self.run("sv", "down", f"{scan}/{name}")

    def up(self, scan, name):
        return self.run("sv", "up", f"{scan}/{name}")

    def restart(self, scan, name):
        return self.run("sv", "restart", f"{scan}/{name}")

    def status(self, scan, names):
        if len(names) == 1:
            return self.run("sv", "status", f"./{names[0]}", cwd=scan)
        return self.typed("exec sv status ./*", cwd=scan)

    def shown(self, scan, name):
        return self.asked(r"pid (\d+)", "sv", "status", f"{scan}/{name}")


class S6(Peer):
    name = package = "s6"
    programs = ("s6-svscan", "s6-supervise", "s6-svc", "s6-svstat")
    notices = False

    def scanner(self, scan, n):
        return [self.path["s6-svscan"], "-c", str(n + 100), scan]

    def down(self, scan, name):
        return self.run("s6-svc", "-wd", "-d", f"{scan}/{name}")

    def up(self, scan, name):
        return self.run("s6-svc", "-wu", "-u", f"{scan}/{name}")

    def restart(self, scan, name):
        return self.run("s6-svc", "-wr", "-r", f"{scan}/{name}")

    def status(self, scan, names):
        """It shows one service a time."""
        return max(self.run("s6-svstat", name, cwd=scan) for name in names)

    def shown(self, scan, name):
        return self.asked(r"pid (\d+)", "s6-svstat", f"{scan}/{name}")


class Supervisor(Peer):
    """One process for all services, configured by one file."""

    name = package = "supervisor"
    programs = ("supervisord", "supervisorctl")
    notices = False
    crash_note = "waits a second longer after each crash"

    def make(self, scan, names, service):
        with open(f"{scan}/conf", "w", encoding="ascii") as conf:
            conf.write(
                f"[supervisord]\nnodaemon=true\nlogfile={scan}/log\npidfile={scan}/pid\n"
                f"minfds=16000\nminprocs=4000\nchildlogdir={scan}\nuser=root\n"
                f"[unix_http_server]\nfile={scan}/sock\n"
                "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory="
                "supervisor.rpcinterface:make_main_rpcinterface\n"
                f"[supervisorctl]\nserverurl=unix://{scan}/sock\n"
            )
            for name in names:
                os.mkdir(f"{scan}/{name}")
                conf.write(
                    f"[program:{name}]\ncommand={service}\ndirectory={scan}/{name}\n"
                    "autorestart=true\nstartretries=1000000\n"
                    "stdout_logfile=NONE\nstderr_logfile=NONE\n"
                )

    def scanner(self, scan, n):
        return [self.path["supervisord"], "-c", f"{scan}/conf"]

    def ctl(self, scan, *args):
        return self.run("supervisorctl", "-c", f"{scan}/conf", *args)

    def down(self, scan, name):
        return self.ctl(scan, "stop", name)

    def up(self, scan, name):
        return self.ctl(scan, "start", name)

    def restart(self, scan, name):
        return self.ctl(scan, "restart", name)

    def status(self, scan, names):
        return self.ctl(scan, "status", *names)

    def shown(self, scan, name):
        return self.asked(r"^([1-9]\d*)$", "supervisorctl", "-c", f"{scan}/conf", "pid", name)


class Dinit(Peer):
    """One process for all services, with one file for each; `boot` names them."""

    name = "dinit"
    programs = ("dinit", "dinitctl")
    notices = False

    def make(self, scan, names, service):
        os.mkdir(f"{scan}/boot.d")
        with open(f"{scan}/boot", "w", encoding="ascii") as boot:
            boot.write(f"type = internal\nwaits-for.d = {scan}/boot.d\n")
        for name in names:
            with open(f"{scan}/boot.d/{name}", "w", encoding="ascii"):
                pass
            with open(f"{scan}/{name}", "w", encoding="ascii") as file:
                file.write(f"type = process\ncommand = {service}\nworking-dir = {scan}\n"
                           "restart = true\nrestart-limit-count = 0\n")

    def scanner(self, scan, n):
        return [self.path["dinit"], "-u", "-q", "-d", scan, "-p", f"{scan}/.socket"]

    def ctl(self, scan, *args):
        return self.run("dinitctl", "-p", f"{scan}/.socket", *args)

    def down(self, scan, name):
        return self.ctl(scan, "stop", name)

    def up(self, scan, name):
        return self.ctl(scan, "start", name)

    def restart(self, scan, name):
        return self.ctl(scan, "restart", name)

    def status(self, scan, names):
        """It shows one, or all."""
        return self.ctl(scan, *(["status", *names] if len(names) == 1 else ["list"]))

    def shown(self, scan, name):
        return self.asked(r"Process ID: (\d+)", "dinitctl", "-p", f"{scan}/.socket",
                          "status", name)


class Nitro(Peer):
    """One process for all services, commanded by datagrams."""

    name = "nitro"
    programs = ("nitro", "nitroctl")
    notices = False

    def scanner(self, scan, n):
        self.env["NITRO_SOCK"] = f"{scan}/.socket"
        return [self.path["nitro"], scan]

    def down(self, scan, name):
        return self.run("nitroctl", "stop", name)

    def up(self, scan, name):
        return self.run("nitroctl", "start", name)

    def restart(self, scan, name):
        return self.run("nitroctl", "restart", name)

    def status(self, scan, names):
        """It shows one, or all."""
        return self.run("nitroctl", "list", *(names if len(names) == 1 else []))

    def shown(self, scan, name):
        return self.asked(r"pid (\d+)", "nitroctl", "list", name)


DEBIAN = (Daemontools, Runit, S6, Supervisor)
