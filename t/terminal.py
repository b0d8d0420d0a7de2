"""The output of a program on a terminal, and its last screen as coloured lines.

A line is [(text, colour)...]; a colour is "" or the number of the escape sequence."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time


def output_of(program, command, env, seconds, last="", answer=b""):
    """Returns what a command writes on a terminal.  It gets the answer when it has
    written the text `last`."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            # So wide that no program cuts a line.
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 16, 240, 0, 0))
            os.execve(program, command, env)
        finally:
            os._exit(127)
    text = b""
    deadline = time.monotonic() + seconds
    while select.select([terminal], [], [], max(deadline - time.monotonic(), 0))[0]:
        try:
            got = os.read(terminal, 65536)
        except OSError:  # EIO: the command has exited
            got = b""
        if not got:
            break
        text += got
        if answer and last.encode() in text:
            os.write(terminal, answer)
            answer = b""
    os.close(terminal)
    os.waitpid(pid, 0)
    return text.decode()


def screen(text):
    """Returns the coloured lines of the last screen in the output of a program."""
    text = re.split(r"\x1b\[\?7h|\x1b\[\?1049l", text)[0].split("\x1b[H")[-1]
    lines, colour = [], ""
    for row in text.replace("\r", "").split("\n"):
        line = []
        for part in re.split(r"(\x1b\[[0-9;?]*[A-Za-z])", row):
            code = re.fullmatch(r"\x1b\[([0-9]*)m", part)
            if code:
                colour = "" if code[1] == "0" else code[1]
            elif part and not part.startswith("\x1b"):
                line.append((part, colour))
        lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def plain(line):
    return "".join(text for text, _ in line)


def between(line, begin, end):
    """Returns the text and the colour of a cell."""
    cell, colour, at = "", "", 0
    for text, one in line:
        part = text[max(begin - at, 0):max(end - at, 0)]
        if part.strip():
            colour = one
        cell, at = cell + part, at + len(text)
    return cell.rstrip(), colour


def wrapped(lines, most=106):
    """Breaks longer lines between words, without their colours."""
    for line in lines:
        text = plain(line)
        if len(text) <= most:
            yield line
            continue
        indent = " " * (len(text) - len(text.lstrip()) + 2)
        while text:
            end = len(text) if len(text) <= most else text.rindex(" ", 0, most + 1)
            yield [(text[:end], "")]
            text = text[end:] and indent + text[end:].strip()
