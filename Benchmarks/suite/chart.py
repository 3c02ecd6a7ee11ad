"""Wall times as bars, in SVG: a panel for each case, the shortest bar first."""

import subprocess
from html import escape

from .measure import wall

WIDTH, LEFT, RIGHT, BAR, GAP, HEAD = 760, 150, 90, 18, 6, 42
# Bars grow with the time and end here, in seconds a panel: a very slow contender would make the others unreadable.
CUT_AT = 12
COLOURS = {"sluice": "#0b6e4f", "limit": "#b8c4bb", "other": "#6c8ebf"}
STYLE = "text{font:13px system-ui,sans-serif;fill:#222}"
STYLE += ".title{font-weight:600;font-size:15px}.small{font-size:11px;fill:#555}"


def panel(case, top):
    """A case's SVG from `top` down, and where it ends."""
    entries = sorted((entry for entry in case.entries if entry.runs), key=wall)
    first = next((wall(entry) for entry in entries if entry.name.startswith("sluice")), 1)
    longest = min(max(map(wall, entries)), CUT_AT * first)
    parts = [f'<text class="title" x="10" y="{top + 22}">{escape(case.title)}</text>']
    y = top + HEAD
    for entry in entries:
        is_cut = wall(entry) > longest
        length = max(2, (WIDTH - LEFT - RIGHT) * min(wall(entry), longest) / longest)
        kind = "limit" if entry.is_limit else "sluice" if entry.name.startswith("sluice") else "other"
        middle = y + BAR - 5
        parts += [
            f'<text x="{LEFT - 8}" y="{middle}" text-anchor="end">{escape(entry.name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{COLOURS[kind]}"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{middle}">{wall(entry):.2f} s</text>']
        if is_cut:
            x = LEFT + length - 24
            parts.append(f'<path d="M{x:.1f} {y + BAR} l6 -{BAR} h6 l-6 {BAR} z" fill="#fff"/>')
        y += BAR + GAP
    return parts, y + 12


def svg(cases, subtitle):
    parts, bottom = [], 8
    for case in cases:
        if any(entry.runs for entry in case.entries):
            more, bottom = panel(case, bottom)
            parts += more
    legend = "Wall time, less is better. Grey: parts of the work only, as limits. Broken bars stand for longer ones."
    parts += [f'<text class="small" x="10" y="{bottom + 8 + 15 * row}">{escape(text)}</text>'
              for row, text in enumerate((subtitle + ".", legend))]
    height = bottom + 37
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
            f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>' + "".join(parts) + "</svg>\n")


def png(svg_path, python):
    """Makes a PNG beside the SVG with whatever program can; False if none can."""
    target = svg_path.with_suffix(".png")
    cairo = "import cairosvg, sys; cairosvg.svg2png(url=sys.argv[1], write_to=sys.argv[2], scale=2)"
    for command in (["rsvg-convert", "--zoom=2", f"--output={target}", str(svg_path)],
                    [str(python), "-c", cairo, str(svg_path), str(target)]):
        try:
            if subprocess.run(command, capture_output=True).returncode == 0:
                return True
        except FileNotFoundError:
            continue
    return False
