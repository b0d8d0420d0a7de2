"""Draws SVG: a terminal with coloured text, panels of bars, and the diagram of an adoption.

Each picture has a background of its own, so that light and dark pages can show it.  Equal
input gives equal bytes."""

from html import escape

WIDE = 800
MONO = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace"
SANS = "system-ui,'DejaVu Sans',Helvetica,Arial,sans-serif"

# --- A terminal

COLUMN, LINE, MARGIN, BAR = 7.2, 18, 18, 30
TEXT = "#e6edf3"
COLOURS = {"31": "#ff7b72", "32": "#56d364", "33": "#e3b341", "34": "#79c0ff"}


def number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


def fill(colour):
    return f' fill="{COLOURS[colour]}"' if colour else ""


def words(line):
    """Yields (column, text, colour) for each part of a line between pairs of blanks."""
    column = 0
    for text, colour in line:
        for part in text.split("  "):
            bare = part.strip(" ")
            if bare:
                yield column + part.index(bare), bare, colour
            column += len(part) + 2
        column -= 2


def terminal(title, lines):
    """Draws lines (t/terminal.py), with the words at their columns in every font."""
    tall = BAR + 2 * MARGIN + LINE * len(lines) - 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" width="{WIDE}" '
        f'height="{tall}" role="img" font-family="{MONO}" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect x=".5" y=".5" width="{WIDE - 1}" height="{tall - 1}" rx="8" fill="#161b22" '
        'stroke="#444c56"/>',
        f'<path d="M1 {BAR}H{WIDE - 1}" stroke="#444c56"/>',
        f'<text x="{WIDE // 2}" y="20" fill="#9da7b3" text-anchor="middle">'
        f"{escape(title)}</text>",
    ]
    for row, line in enumerate(lines):
        y = BAR + MARGIN + 8 + LINE * row
        spans = "".join(
            f'<tspan x="{number(MARGIN + COLUMN * column)}" '
            f'textLength="{number(COLUMN * len(text))}"'
            f"{fill(colour)}>{escape(text)}</tspan>"
            for column, text, colour in words(line))
        if spans:
            parts.append(f'<text y="{y}" fill="{TEXT}">{spans}</text>')
    return "\n".join(parts) + "\n</svg>\n"


# --- Paper

INK, FAINT, OWN, OTHER, EDGE = "#1f2328", "#59636e", "#0969da", "#8c959f", "#d1d9e0"
RED, GREEN = "#cf222e", "#1a7f37"


def paper(title, tall, parts):
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" width="{WIDE}" '
        f'height="{tall}" role="img" font-family="{SANS}" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect x=".5" y=".5" width="{WIDE - 1}" height="{tall - 1}" rx="8" fill="#ffffff" '
        f'stroke="{EDGE}"/>',
        *parts]) + "\n</svg>\n"


def label(x, y, text, fill=INK, more=""):
    return f'<text x="{number(x)}" y="{number(y)}" fill="{fill}"{more}>{escape(text)}</text>'


def box(x, y, wide, tall, more):
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" ' \
           f'height="{number(tall)}"{more}/>'


def chart(title, note, panels):
    """Draws a panel for each (name, [(peer, label, number)...]).  The longest bar fills its
    panel, and the bars of a panel begin at 0."""
    wide, bar, left = 370, 19, 92
    parts = [label(20, 30, title, INK, ' font-size="15" font-weight="600"'),
             label(20, 49, note, FAINT)]
    tops = [76, 76]
    for place, (name, rows) in enumerate(panels):
        side = place % 2
        x, y = 20 + side * (wide + 20), tops[side]
        parts.append(label(x, y, name, INK, ' font-weight="600"'))
        most = max(value for _, _, value in rows) or 1
        for row, (peer, text, value) in enumerate(rows):
            top = y + 10 + row * bar
            length = max(value / most * (wide - left - 66), 1 if value else 0)
            fill = OWN if peer == "foster" else OTHER
            bold = ' font-weight="600"' if peer == "foster" else ""
            parts += [label(x, top + 11, peer, INK, bold),
                      box(x + left, top, length, bar - 5, f' fill="{fill}"'),
                      label(x + left + length + 6, top + 11, text, INK, bold)]
        tops[side] = y + 34 + bar * len(rows)
    return paper(title, max(tops) - 8, parts)


# --- The diagram

PANEL, GAP, TOP, STEP, HIGH = 180, 13, 66, 56, 30


def node(left, row, text, kind):
    """kind: plain, own (supervise), alive (a process of the service) or dead."""
    fill, edge, ink = {
        "plain": ("#f6f8fa", OTHER, FAINT), "own": ("#ddf4ff", OWN, INK),
        "alive": ("#dafbe1", GREEN, INK), "dead": ("none", OTHER, FAINT)}[kind]
    dashed = ' stroke-dasharray="4 3"' if kind == "dead" else ""
    y = TOP + row * STEP
    return [box(left + 30, y, 120, HIGH, f' rx="5" fill="{fill}" stroke="{edge}"{dashed}'),
            label(left + 90, y + 19, text, ink, ' text-anchor="middle"')]


def line(left, row, kind):
    """From the process in a row to the one below."""
    y = TOP + row * STEP + HIGH
    more = f' stroke="{OTHER}" stroke-dasharray="4 3"' if kind == "dead" else f' stroke="{INK}"'
    return [f'<path d="M{left + 90} {y}v{STEP - HIGH}"{more} fill="none"/>']


def adoption():
    """Draws the four steps in which supervise adopts a daemon and learns of its death."""
    chain = [("process 1", "plain"), ("svscan", "plain"), ("supervise", "own")]
    steps = [
        ("1. supervise starts run", [("run", "alive")],
         ["run is the program that", "the administrator wrote"]),
        ("2. the daemon forks", [("run", "alive"), ("daemon", "alive")],
         ["run ends when the daemon", "is in the background"]),
        ("3. run exits", [("run", "dead"), ("daemon", "alive")],
         ["the daemon becomes a child", "of supervise: adopted"]),
        ("4. the daemon dies", [("run", "dead"), ("daemon", "dead")],
         ["no child is left: ECHILD, and", "supervise starts run again"])]
    parts = [label(20, 30, "How supervise adopts a daemon", INK,
                   ' font-size="15" font-weight="600"')]
    for place, (name, below, caption) in enumerate(steps):
        left = 20 + place * (PANEL + GAP)
        parts.append(label(left + 90, 54, name, INK,
                           ' text-anchor="middle" font-weight="600"'))
        column = chain + below
        for row, (_, kind) in enumerate(column[1:]):
            parts += line(left, row, "dead" if "dead" in (kind, column[row][1]) else kind)
        for row, (text, kind) in enumerate(column):
            parts += node(left, row, text, kind)
        y = TOP + 5 * STEP + 12
        parts += [label(left + 90, y + 17 * i, text, FAINT, ' text-anchor="middle"')
                  for i, text in enumerate(caption)]
    # The subreaper, and the new parent of the daemon in the third step.
    left, y = 20 + 2 * (PANEL + GAP), TOP + 2 * STEP
    parts += [
        f'<path d="M{left + 150} {y + 15}h16v{2 * STEP}h-9" fill="none" stroke="{GREEN}" '
        'stroke-width="2"/>',
        f'<path d="M{left + 158} {y + 2 * STEP + 10}l-8 5l8 5z" fill="{GREEN}"/>',
        f'<path d="M{left + 30} {y + 2 * STEP + 15}h-16v{-4 * STEP}h9" fill="none" '
        f'stroke="{RED}" stroke-dasharray="3 3"/>',
        f'<path d="M{left + 8} {y - 62}l12 12m0 -12l-12 12" stroke="{RED}" '
        'stroke-width="2.5"/>']
    parts.append(label(20, TOP + 5 * STEP + 60,
                       "supervise is a subreaper (prctl PR_SET_CHILD_SUBREAPER): the kernel gives "
                       "orphans to it and not to process 1.", INK))
    return paper("How supervise adopts a daemon", TOP + 5 * STEP + 78, parts)
