"""How varied are the words of each article, and how long its words and sentences?"""

import textmine as tm
from experiments.study import Study
from textmine.plots.lexical import profile_dots
from textmine.plots.panels import grid
from textmine.plots.style import style

WINDOW = 50
LEVEL = 0.95
TITLES = {
    "mattr": "Types in 50 words (MATTR)", "mtld": "Words in a factor (MTLD)",
    "hdd": "Types in 42 words drawn (HD-D)", "yule_k": "Repetition (Yule's K)",
    "sentence_length": "Words in a sentence", "word_length": "Characters in a word",
}


def main(study: Study) -> None:
    table = tm.lexical_profile(study.all_tokens, by=study.by, measures=list(TITLES), window=WINDOW,
                               confidence_level=LEVEL)
    with style():
        figure, axes = grid(list(TITLES.values()), n_rows_in_panel=len(study.groups) + 1, n_columns=3, share_x=False)
        for ax, measure in zip(axes, TITLES, strict=True):
            profile_dots(table, measure, groups=study.groups, names=study.names, ax=ax)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"The texts of each group, with {LEVEL * 100:g} % intervals over {table['unit'].iloc[0]}s; an "
                    "arrow at the edge: it goes on; dotted: the median of the groups. More to the right is more "
                    "varied in the first three panels, more repetitive in the fourth; a factor of MTLD ends when the "
                    "types fall below 72 % of its words. All words but numbers count, function words included; no "
                    "measure grows with the length of a text by itself. Overlapping intervals of two groups do not "
                    "show that they are equal.",
            alt_text="Six panels with a dot and an interval for each group: four measures of lexical diversity, the "
                     "length of sentences and the length of words.",
            window=WINDOW, confidence_level=LEVEL,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
