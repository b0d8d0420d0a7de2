"""The report: a table, JSON and a chart, of the same medians, minima and ratios; and for
facts, which are words, a table and JSON."""

import json
import statistics
from html import escape

from figures import NAMES

COLOURS = ("#2a6f97", "#61a5c2", "#b5838d", "#e5989b", "#ffb4a2", "#6d6875", "#adb5bd")


def title(key):
    """Returns the label of a number: "private 1000" is one of NAMES with its N."""
    if key in NAMES:
        return NAMES[key]
    kind, n = key.rsplit(" ", 1)
    name, unit = NAMES[kind]
    return f"{name}, N={n}", unit


def summary(samples, reference):
    """Returns {key: {peer: [number...]}} as medians, minima and ratios to the reference."""
    figures = {}
    for key, by_peer in samples.items():
        name, unit = title(key)
        rows = {}
        base = statistics.median(by_peer[reference]) if by_peer.get(reference) else None
        for peer, numbers in by_peer.items():
            if numbers:
                median = statistics.median(numbers)
                rows[peer] = {
                    "median": median, "min": min(numbers), "samples": len(numbers),
                    "ratio": median / base if base else None}
        figures[key] = {"name": name, "unit": unit, "peers": rows}
    return figures


def number(value):
    return f"{value:.0f}" if value >= 1000 else f"{value:.4g}"


def table(figures):
    lines = []
    for figure in figures.values():
        unit = f" [{figure['unit']}]" if figure["unit"] else ""
        lines.append(f"{figure['name']}{unit}")
        for peer, row in figure["peers"].items():
            ratio = "-" if row["ratio"] is None else f"{row['ratio']:.2f}"
            lines.append(f"  {peer:<18}{number(row['median']):>10}"
                         f"   min {number(row['min']):<10} x {ratio:<8}")
    return "\n".join(lines)


def chart(figures, peers):
    """Draws a panel for each figure, a bar for each peer; the longest fills the panel."""
    width, bar, gap = 420, 16, 52
    columns = 2
    height = gap + bar * len(peers)
    parts, place = [], 0
    for figure in figures.values():
        rows = figure["peers"]
        most = max((row["median"] for row in rows.values()), default=0) or 1
        x, y = 16 + place % columns * (width + 40), 16 + place // columns * height
        unit = f", {figure['unit']}" if figure["unit"] else ""
        parts.append(f'<text x="{x}" y="{y + 14}" font-weight="bold">'
                     f'{escape(figure["name"] + unit)}</text>')
        for i, peer in enumerate(peers):
            top = y + 22 + i * bar
            row = rows.get(peer)
            long = 0 if row is None else row["median"] / most * (width - 190)
            label = "-" if row is None else number(row["median"])
            if row and row["ratio"] is not None:
                label += f' ({row["ratio"]:.2f})'
            parts.append(f'<text x="{x}" y="{top + 11}">{escape(peer)}</text>'
                         f'<rect x="{x + 100}" y="{top}" width="{long:.1f}" '
                         f'height="{bar - 3}" fill="{COLOURS[i % len(COLOURS)]}"/>'
                         f'<text x="{x + 104 + long:.1f}" y="{top + 11}">{label}</text>')
        place += 1
    tall = 32 + (place + columns - 1) // columns * height
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * (width + 40)}" '
            f'height="{tall}" font-family="sans-serif" font-size="11">\n'
            f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
            + "\n".join(parts) + "\n</svg>\n")


def facts_table(facts):
    """Prints {title: {peer: {column: word}}}, a row for each peer."""
    lines = []
    for title_of, rows in facts.items():
        columns = list(next(iter(rows.values())))
        lines.append(f"{title_of}:")
        lines.append(" " * 20 + "   ".join(columns))
        for peer, row in rows.items():
            words = (f"{row[column]:>{len(column)}}" for column in columns)
            lines.append(f"  {peer:<18}" + "   ".join(words))
    return "\n".join(lines)


def write(out, host, peers, notes, samples, facts, reference):
    figures = summary(samples, reference)
    with open(f"{out}/bench.json", "w", encoding="utf-8") as file:
        json.dump({"version": 1, "host": host, "reference": reference, "peers": peers,
                   "notes": notes, "figures": figures, "samples": samples,
                   "facts": facts}, file, indent=1)
        file.write("\n")
    text = "\n".join(part for part in (table(figures), facts_table(facts)) if part)
    with open(f"{out}/bench.txt", "w", encoding="utf-8") as file:
        file.write(text + "\n")
    with open(f"{out}/bench.svg", "w", encoding="utf-8") as file:
        file.write(chart(figures, list(peers)))
    return text
