"""A plot of ratios to L as an SVG file of its own, legible on light and on dark ground."""
import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 250, 60, 24, 64
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 } .quiet { fill: #59636e } .group { font-weight: 600 }
.grid { stroke: #d1d9e0 } .unit { stroke: #59636e; stroke-dasharray: 4 3 }
.ours { fill: #0969da } .theirs { fill: #9a6700 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .quiet { fill: #9198a1 }
.grid { stroke: #3d444d } .unit { stroke: #9198a1 }
.ours { fill: #4493f8 } .theirs { fill: #d29922 }
}
"""
LABELS = [
    ("two", "Flowcensus, 2 jobs", "ours"), ("one", "Flowcensus, 1 job", "ours"), ("expert", "expert's C", "theirs"),
    ("nfdump", "nfpcapd + nfdump", "theirs"), ("tshark", "tshark", "theirs"),
]


def svg(groups):
    """`groups` are (title, ratios by name); bars are on a logarithmic scale that begins at or below 0.1 L."""
    bars = [(title, [(label, style, ratios[name]) for name, label, style in LABELS if name in ratios])
            for title, ratios in groups]
    ratios = [ratio for _, rows in bars for _, _, ratio in rows]
    lowest, highest = min(0.1, *ratios) / 1.2, 10 ** max(1, math.ceil(math.log10(max(ratios))))

    def place(ratio):
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(ratio / lowest) / math.log(highest / lowest)

    height = TOP + sum(ROW * (len(rows) + 1) + 8 for _, rows in bars) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-label="Time to count a capture, in units of an empty libpcap loop">',
        f"<style>{STYLE}</style>", '<text class="title" x="12" y="22">Time to count a capture, less is better</text>',
        '<text class="quiet" x="12" y="42">in units of an empty libpcap loop over the same file, logarithmic</text>',
    ]
    for decade in range(-1, round(math.log10(highest)) + 1):
        x = place(10.0**decade)
        style = "unit" if decade == 0 else "grid"
        parts.append(f'<line class="{style}" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - 8}"/>')
        parts.append(f'<text class="quiet" x="{x:.1f}" y="{TOP - 6}" text-anchor="middle">{10.0**decade:g}</text>')
    y = TOP + 18
    for title, rows in bars:
        parts.append(f'<text class="group" x="12" y="{y}">{escape(title)}</text>')
        for label, style, ratio in rows:
            y += ROW
            end = place(ratio)
            parts.append(f'<text x="24" y="{y}">{escape(label)}</text>')
            parts.append(
                f'<rect class="{style}" x="{LEFT}" y="{y - 13}" width="{max(2, end - LEFT):.1f}" height="17" rx="2"/>')
            parts.append(f'<text x="{end + 6:.1f}" y="{y}">{ratio:.3g}</text>')
        y += ROW + 8
    return "\n".join([*parts, "</svg>"]) + "\n"
