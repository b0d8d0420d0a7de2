"""Every fork, exit and new session below us, from the process events of the kernel's proc
connector (connector.rst).  This judges nothing; oracle.py does.

Only root of the first pid namespace gets the events.  `Witness.open` is false elsewhere."""

import os
import socket
import struct
import threading
import time

CN_IDX_PROC, LISTEN = 1, 1
FORK, EXIT, SID = 0x1, 0x80000000, 0x80
NLMSG = struct.Struct("=IHHII")
CN_MSG = struct.Struct("=IIIIHH")
EVENT = struct.Struct("=IIQ")
PAIRS = struct.Struct("=4I")
TICK = 10**9 // os.sysconf("SC_CLK_TCK")


class Process:
    """One process from its birth to its end; times are the kernel's, in nanoseconds."""

    __slots__ = ("pid", "parent", "born", "died", "session", "children", "code")

    def __init__(self, pid, parent, born, session):
        self.pid, self.parent, self.born, self.session = pid, parent, born, session
        self.died = self.code = None
        self.children = []

    def tree(self):
        """Returns it and all its descendants."""
        found = [self]
        for process in found:
            found.extend(process.children)
        return found


class Witness:
    """Reads events in a thread of its own; `lost` is true once events may have been missed."""

    def __init__(self):
        self.lost = self.open = False
        self.living, self.past = {}, {}
        self.lock = threading.Lock()
        self.root = Process(os.getpid(), None, 0, None)
        self.living[self.root.pid] = self.root
        try:
            self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, 11)
            self.socket.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
            self.socket.bind((0, CN_IDX_PROC))
            header = NLMSG.pack(NLMSG.size + CN_MSG.size + 4, 3, 0, 0, os.getpid())
            self.socket.send(header + CN_MSG.pack(CN_IDX_PROC, 1, 0, 0, 4, 0) +
                             struct.pack("=I", LISTEN))
        except OSError:
            return
        threading.Thread(target=self._listen, daemon=True).start()
        self.open = self._hears_us()

    def _hears_us(self):
        """Returns whether the events name our own child by its pid here."""
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with self.lock:
                if child in self.past:
                    return True
            time.sleep(0.01)
        return False

    def _listen(self):
        while True:
            try:
                self._heard(self.socket.recv(4096))
            except OSError:  # ENOBUFS: we were too slow
                self.lost = True

    def _heard(self, packet):
        at = NLMSG.size + CN_MSG.size
        what, _, when = EVENT.unpack_from(packet, at)
        if what not in (FORK, EXIT, SID):
            return
        a, b, c, d = PAIRS.unpack_from(packet + bytes(16), at + EVENT.size)
        if what == FORK and c == d and b in self.living:
            with self.lock:
                parent = self.living[b]
                child = Process(c, parent, when, parent.session)
                parent.children.append(child)
                self.living[c] = child
        elif what == EXIT and a == b and a in self.living:
            with self.lock:
                process = self.living.pop(a)
                process.died, process.code = when, c
                self.past.setdefault(a, []).append(process)
        elif what == SID and b in self.living:
            self.living[b].session = self.living[b]

    def find(self, pid, start):
        """Returns the process with that pid that was born in that clock tick."""
        with self.lock:
            all_of_it = self.past.get(pid, []) + [
                p for p in (self.living.get(pid),) if p]
        for process in all_of_it:
            if abs(process.born // TICK - start) <= 2:
                return process
        return None

    def deaths(self):
        """Returns in words how our grandchildren, svscan's supervise processes, have ended."""
        svscans = {id(p) for p in self.root.children}
        with self.lock:
            found = sorted((p for all_of_it in self.past.values() for p in all_of_it
                            if id(p.parent) in svscans), key=lambda p: p.died)
        return [f"{p.pid} at {p.died // 10**6}: wait status {p.code}" for p in found]
