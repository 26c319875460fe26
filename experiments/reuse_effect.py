"""What changes when shared passages are counted once?"""

import matplotlib.pyplot as plt

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.change import change_arrows
from textmine.plots.style import DOUBLE, MM, style

TOP_N = 5
MOST_ROWS = 14
PANELS = (("similarity", "a  Similarity of articles"), ("keyness", "b  Log2 ratio of keywords"),
          ("emphasis", "c  Emphasis on topics"))


def main(study: Study) -> None:
    shared = tm.shared_passages(study.all_tokens)
    spans = shared.spans()
    effect = tm.reuse_effect(study.tokens, spans, study.by, model=study.model, top_n=TOP_N, random_state=SEED)
    with style():
        figure, axes = plt.subplots(1, 3, figsize=(DOUBLE, 80 * MM))
        for ax, (measure, title) in zip(axes, PANELS, strict=True):
            change_arrows(effect[effect["measure"] == measure].head(MOST_ROWS), names=study.names, ax=ax)
            ax.set_title(title)
        study.finish(
            figure, effect, __file__, question=__doc__,
            caption=f"Of each of the {len(shared):,} shared passages only the side of the article whose name comes "
                    f"first is kept: {spans['n_words'].sum():,} words are left out. Open circles: before; filled: "
                    f"after, with 95 % intervals. Of each measure the {MOST_ROWS} largest changes. (a) Similarity of "
                    f"the populations of passages. (b) Words among the {TOP_N} most distinctive of an article before "
                    "or after. (c) Prevalence of topics, which are held as they were.",
            alt_text="Three panels of points with intervals; lines join values before and after.",
            top_n=TOP_N, seed=SEED,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
