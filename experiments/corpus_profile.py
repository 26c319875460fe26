"""How large is each part of the corpus, and what did cleaning change?"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from experiments.study import Study
from textmine.corpus.cleaning.rules import RULES
from textmine.plots.profile import audit_table, size_bars
from textmine.plots.style import DOUBLE, MM, style


def main(study: Study) -> None:
    sizes = profile(study)
    audit = audit_counts(study)
    height = (22 + 5 * max(len(audit), len(study.groups))) * MM
    with style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(DOUBLE, height), width_ratios=(1, 1.1))
        size_bars(sizes, groups=study.groups, names=study.names, ax=left)
        left.set_title("a  Size", pad=14)
        audit_table(audit, names=study.names, ax=right)
        right.set_title("b  Places that cleaning marked or merged", pad=14)
        table = sizes.merge(audit.T.rename_axis("group").reset_index(), on="group")
        study.finish(
            figure, table, __file__, question=__doc__,
            caption="(a) Tokens of running text, numbers left out. (b) How often each cleaning rule applied: the "
                    "first rows are marked as not running text, the last are written forms read as one. corpus.audit "
                    "has the details, corpus.zones and corpus.edits every place.",
            alt_text="Bars with the tokens of each group, and a table of cleaning rules by group with counts.",
        )


def profile(study: Study) -> pd.DataFrame:
    """Return articles, passages, tokens and types of each group."""
    counts = study.all_tokens.count()
    groups = counts.grouping(study.by)
    articles = np.array(counts.documents["article"].to_pylist())
    rows = []
    for g, group in enumerate(groups.labels):
        members = groups.members(g)
        rows.append((group, len(set(articles[members])), len(members), int(counts.sizes[members].sum()),
                     int((counts.counts[members].sum(axis=0) > 0).sum())))
    return pd.DataFrame(rows, columns=["group", "articles", "passages", "tokens", "types"])


def audit_counts(study: Study) -> pd.DataFrame:
    """Return how often each rule applied in each group, rules that never did left out."""
    audit = study.passages.audit.dropna(subset=["article"])
    documents = study.corpus.documents
    group_of = dict(zip(documents["article"].to_pylist(), map(str, documents[study.by].to_pylist()), strict=True))
    counted = audit.assign(group=audit["article"].map(group_of)).pivot_table(
        index="rule", columns="group", values="count", aggfunc="sum", fill_value=0)
    rules = [rule for rule in RULES if rule in counted.index]
    return counted.reindex(index=rules, columns=list(study.groups), fill_value=0).astype(int)


if __name__ == "__main__":
    main(Study.of_seeds())
