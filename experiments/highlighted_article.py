"""Where do the keyphrases of an article stand?"""

from pathlib import Path

import matplotlib.pyplot as plt

import textmine as tm
from experiments.keyphrases_by_article import stop_words
from experiments.study import Study, digest
from textmine.extraction.marks import marks
from textmine.plots.highlighted import LEADING, highlighted_text, page_limits, phrase_key, set_words, shades
from textmine.plots.style import DOUBLE, MM, look, style
from textmine.study.provenance import write_whole

METHOD = "salience"
TOP_N = 10
MOST_LINES = 50
POINT, MARGIN, KEY = 1 / 72, 3 * MM, 48 * MM
TEXT = DOUBLE - KEY - 3 * MARGIN


def main(study: Study) -> None:
    found = tm.keyphrases(study.all_tokens, by=study.by, method=METHOD, top_n=TOP_N, stop_words=stop_words(study))
    group = found["group"].iloc[0]
    rows = found[found["group"] == group]
    article = rows["offsets"].iloc[0][0][0]
    text, marked = study.corpus.source(article), marks(rows["offsets"].tolist(), article)
    words = set_words(text, TEXT / POINT, MOST_LINES)
    shown = text[:words[-1].stop]
    grounds = shades(len(rows), look(study.groups)[group][0])
    page = tm.highlight_keyphrases(study.corpus, found, group)
    write_whole(study.output / f"{Path(__file__).stem}.html", page.encode("utf-8"))
    with style():
        figure, left, right = columns(max(words[-1].line + 1, 2 * len(rows)))
        highlighted_text(text, words, marked, grounds, ax=left)
        phrase_key(rows, grounds, [f"{count} ×, salience {score:.3g}" for count, score in
                                   rows[["count", "score"]].itertuples(index=False)], KEY / POINT, ax=right)
        left.set_title(study.names.get(article, article))
        right.set_title("keyphrases, best first")
        n_shown = sum(mark.stop <= len(shown) for mark in marked)
        study.finish(
            figure, rows.drop(columns="offsets"), __file__, question=__doc__,
            caption=f"The {len(rows)} phrases of highest salience of {study.names[group]}, where they stand in the "
                    f"first {sum(bool(line.strip()) for line in shown.splitlines())} paragraphs and headings of the "
                    f"text ({n_shown} of {len(marked)} marks); the darker, the better. Where phrases overlap the "
                    "longest is marked. The page of the same name (HTML) has the whole text, and a table that leads to "
                    "each phrase.",
            alt_text="A page of the article in which keyphrases stand on coloured ground, beside the list of them.",
            method=METHOD, top_n=TOP_N, most_lines=MOST_LINES, page=digest(page),
        )


def columns(n_lines: float) -> tuple[plt.Figure, plt.Axes, plt.Axes]:
    """Return a figure with a column for the text and one for the phrases, whose coordinates are points."""
    height = n_lines * LEADING * POINT + 3 * MARGIN
    figure = plt.figure(figsize=(DOUBLE, height))
    figure.set_layout_engine("none")
    axes = [page_limits(figure.add_axes((x / DOUBLE, MARGIN / height, width / DOUBLE, 1 - 3 * MARGIN / height)),
                        width / POINT, n_lines) for x, width in ((MARGIN, TEXT), (DOUBLE - KEY - MARGIN, KEY))]
    return figure, axes[0], axes[1]


if __name__ == "__main__":
    main(Study.of_seeds())
