"""Where in each article do the themes come up?"""

import numpy as np
import pandas as pd

import textmine as tm
from experiments.study import Study
from textmine.plots.dispersion import densities, per_twentieth, rug
from textmine.plots.panels import grid
from textmine.plots.style import look, style

MOST_THEMES = 10


def main(study: Study) -> None:
    table = places(study)
    frequent = table["theme"].value_counts().index[:MOST_THEMES]
    themes = [theme for theme in study.codebook if theme in set(frequent)]
    left_out = [theme for theme in study.codebook if theme not in themes]
    if not themes:
        raise ValueError("the codebook must match the texts, but none of its words and phrases occurs in them: "
                         "see --codebook")
    documents = study.corpus.documents.select([study.by]).to_pandas()[study.by].astype(str)
    n_articles = documents.value_counts()
    single = bool((n_articles == 1).all())
    with style():
        titles = [f"{study.names[group]}" + (f" ({n_articles[group]})" if n_articles[group] > 1 else "")
                  for group in study.groups]
        figure, axes = grid(titles, n_rows_in_panel=len(themes) + 1, n_columns=5)
        parts = {group: table[table["group"] == group] for group in study.groups}
        highest = max(per_twentieth(parts[group], theme, n_articles[group]).max()
                      for group in study.groups for theme in themes)
        for ax, group in zip(axes, study.groups, strict=True):
            colour = look(study.groups)[group][0]
            if single:
                rug(parts[group], themes=themes, colour=colour, ax=ax)
            else:
                densities(parts[group], themes=themes, colour=colour, n_articles=int(n_articles[group]),
                          highest=highest, ax=ax)
        figure.supxlabel("place in the article, from its beginning (0) to its end (100)", fontsize=7)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=("Each tick is one place of the theme." if single else
                     "Places of the theme in each twentieth of an article, on average over the articles of the group "
                     f"(their number in brackets); a full line is {highest:.2g} places.")
            + (f" Left out, as rare or absent: {', '.join(left_out)}." if left_out else ""),
            alt_text="One panel for each group with a line for each theme that shows where in the text it comes up.",
            codebook={theme: list(study.codebook[theme]) for theme in themes},
        )


def places(study: Study) -> pd.DataFrame:
    """Return every place of every theme with its position in the article, from 0 to 1."""
    length = {name: len(study.corpus.source(name)) for name in study.corpus.articles["article"].to_pylist()}
    parts = []
    for theme, terms in study.codebook.items():
        found = tm.evidence(study.tokens, terms, by=study.by)[["group", "article", "start", "stop", "quote"]]
        position = found["start"] / np.array([length[name] for name in found["article"]], dtype=float)
        parts.append(found.assign(theme=theme, position=position))
    return pd.concat(parts, ignore_index=True)[["group", "theme", "article", "start", "stop", "quote", "position"]]


if __name__ == "__main__":
    main(Study.of_seeds())
