"""What do the shared passages say, and how differently?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import Study
from textmine.extraction.marks import Mark
from textmine.plots.highlighted import LEADING, highlighted_text, page_limits, set_words, shades
from textmine.plots.reuse import KINDS
from textmine.plots.style import DOUBLE, GREY, MM, short_names, style
from textmine.proximity.reuse.side_by_side import SAME, marked_words

TOP_N = 4
MOST_LINES = 14
POINT, MARGIN, HEAD = 1 / 72, 3 * MM, 6 * MM
WIDTH = (DOUBLE - 3 * MARGIN) / 2


def main(study: Study) -> None:
    shared = tm.shared_passages(study.all_tokens)
    rows = shared.to_frame().head(TOP_N)
    names = short_names(list(shared.texts.names))
    sides = [[(row.text, row.start), (row.other_text, row.other_start)] for row in rows.itertuples()]
    placed = [[set_words(" ".join(text.split("\n")), WIDTH / POINT, MOST_LINES) for text, _ in both] for both in sides]
    lines = [max(words[-1].line + 1 for words in both) for both in placed]
    heights = [line * LEADING * POINT + HEAD for line in lines]
    with style():
        figure = plt.figure(figsize=(DOUBLE, (sum(heights) or HEAD) + 2 * MARGIN))
        figure.set_layout_engine("none")
        if not lines:
            figure.text(0.01, 0.5, "There are no shared passages.", va="center")
        top = 1 - MARGIN / figure.get_figheight()
        for row, both, words, n_lines, height in zip(rows.itertuples(), sides, placed, lines, heights, strict=True):
            grounds = [shades(2, KINDS[row.kind])[0], shades(2, KINDS[row.kind])[1]]
            marks = marked_words(shared, row.passage)
            for side, ((text, start), own, name) in enumerate(zip(both, marks, (row.article, row.other), strict=True)):
                left = (MARGIN + side * (WIDTH + MARGIN)) / DOUBLE
                ax = figure.add_axes((left, top - height / figure.get_figheight(), WIDTH / DOUBLE,
                                      (height - HEAD) / figure.get_figheight()))
                page_limits(ax, WIDTH / POINT, n_lines)
                highlighted_text(" ".join(text.split("\n")), words[side], [
                    Mark(mark.start - start, mark.stop - start, int(mark.how != SAME), ()) for mark in own], grounds,
                    ax=ax)
                ax.set_title(f"{row.passage}  {names[name]}" if side == 0 else names[name], pad=2)
                if side:
                    ax.set_title(f"{row.kind}, {row.agreement:.0%} of the words in common", loc="right", pad=2,
                                 color=GREY, weight="normal", fontsize=6.5)
            top -= height / figure.get_figheight()
        study.finish(
            figure, rows, __file__, question=__doc__,
            caption=f"Both texts of the {len(rows)} clearest of {len(shared):,} shared passages. Dark "
                    "ground: the same words in the same order; light ground: elsewhere in the other text. Letter case "
                    "and endings do not count.",
            alt_text="Passages of two articles in two columns, the words that both have on coloured ground.",
            top_n=TOP_N,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
