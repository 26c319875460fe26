"""Which themes there are, and how much of each every group gives.

* `base`: what all topic models share; scikit-learn's contract.
* `lda`, `compound`, `nmf`: the models; `gibbs` is what the sampled ones share.
* `_sampler`: one chain; `_sweep`, `_priors`, `_lanes` are its kernels, `_layout` its tokens, `_chains`
  several of them, `_folding` topic shares without chance, `_posterior` draws of emphases.
* `_nmf_kernels`: loops of NMF, compiled.
* `adapters`: topics that gensim, scikit-learn, tomotopy or another program found; `_foreign` reads them.
* `export`: topics for pyLDAvis.
* `stability`, `selection`, `paths`: whether topics come back, how many there are, which one is which;
  `completion` scores held-out texts, `_runs` and `_curves` are the fits and the measures behind them.
* `prevalence`: topic shares of articles and groups; `draws` makes intervals, differences and ranks of them.
* `quality`: coherence of the top terms, by counts of `list_windows`; `diagnosis`: all that speaks for
  and against each topic.
* `labels`: phrases that name topics, found by `label_phrases`; `passages`: documents that show them.
* `intrusion`: tests with human readers; `intrusion_answers`: their scores.
* `exchange`: whether shares differ, tested by exchanging passages.
* `codebook`: the analyst's own themes, counted.
"""
