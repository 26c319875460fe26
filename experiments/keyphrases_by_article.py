"""Which phrases tell what each article is about?"""

import textmine as tm
from experiments.study import Study
from textmine.plots.keywords import ranked_bars
from textmine.plots.panels import grid
from textmine.plots.style import look, style

METHOD = "tf_idf"
TOP_N = 8
MIN_WORDS = 2


def main(study: Study) -> None:
    table = tm.keyphrases(study.tokens, by=study.by, method=METHOD, top_n=TOP_N, min_words=MIN_WORDS)
    with style():
        figure, axes = grid([study.names[group] for group in study.groups], n_rows_in_panel=TOP_N, n_columns=2,
                            share_x=False, share_y=False)
        for ax, group in zip(axes, study.groups, strict=True):
            rows = table[table["group"] == group]
            notes = [f"{count} × in {documents} passage" + "s" * (documents != 1)
                     for count, documents in rows[["count", "documents"]].to_numpy(int).tolist()]
            ranked_bars([shortened(phrase) for phrase in rows["phrase"]], rows["score"].tolist(),
                        colour=look(study.groups)[group][0], notes=notes, n_lines=TOP_N, ax=ax)
            ax.set_xlim(0, 1.35 * max(rows["score"].max(), 1e-9) if len(rows) else 1)
            ax.set_xticks([])
            ax.spines["bottom"].set_visible(False)
        figure.supxlabel("tf-idf score, to scale within a panel", fontsize=7)
        study.finish(
            figure, table.drop(columns="occurrences"), __file__, question=__doc__,
            caption=f"Phrases of {MIN_WORDS} to 4 words by tf-idf: frequent in the group, in few passages of the "
                    "corpus. Salience is a description and has no interval.",
            alt_text="One panel for each group with bars for its most salient phrases.",
            method=METHOD, top_n=TOP_N, min_words=MIN_WORDS,
        )


def shortened(phrase: str, longest: int = 42) -> str:
    """Return a phrase that fits beside a panel."""
    return phrase if len(phrase) <= longest else phrase[:longest - 1] + "…"


if __name__ == "__main__":
    main(Study.of_seeds())
