"""How much does each article speak of the analyst's themes?"""

import textmine as tm
from experiments.study import Study
from textmine.plots.panels import grid
from textmine.plots.style import style
from textmine.plots.themes import interval_dots

COLUMNS = 5


def main(study: Study) -> None:
    table = tm.codebook_emphasis(study.tokens, study.codebook, by=study.by)
    themes = list(study.codebook)
    draft = "" if study.themes else " The themes are a draft: the most typical terms of each topic."
    with style():
        figure, axes = grid([wrapped(theme) for theme in themes], n_rows_in_panel=len(study.groups) + 1,
                            n_columns=COLUMNS if len(themes) > 6 else 3)
        for ax, theme in zip(axes, themes, strict=True):
            interval_dots(table[table["theme"] == theme], "share", "share_low", "share_high", groups=study.groups,
                          names=study.names, ax=ax)
            ax.set_xlim(0, 1)
            ax.set_xticks([0, 0.5, 1])
        figure.supxlabel("passages that speak of the theme, %", fontsize=7)
        unit = table["unit"].iloc[0]
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Share of passages with at least one word or phrase of the theme, with 95 % intervals over "
                    f"{unit}s.{draft} Overlapping intervals of two groups do not show that they are equal.",
            alt_text="One panel for each theme; in each a dot with an interval for every group.",
            codebook={theme: list(terms) for theme, terms in study.codebook.items()}, confidence_level=0.95,
        )


def wrapped(theme: str) -> str:
    """Return a theme in lines that fit a panel."""
    import textwrap

    return "\n".join(textwrap.wrap(theme, 18))


if __name__ == "__main__":
    main(Study.of_seeds())
