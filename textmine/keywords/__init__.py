"""What sets an article apart, and what it is about.

* `distinctive`: keyness, words that one group uses more or less than the others.
* `contrasts`: which documents are compared with which, and what replicates.
* `moderated`: the default comparison of rates, which knows how words scatter.
* `testing`: statistic and p by whatever measure was asked for.
* `omnibus`: does any group differ?
* `equivalence`: lockwords, used alike on both sides.
* `detectable`: what a comparison could have found.
* `measures`: every measure of keyness by its name; `_formulas`, how each is computed.
* `dispersions`: how evenly each term is spread, by all measures at once.
* `shifts`: which words make two groups differ, and how much of the difference each.
* `shift_methods`: the divergences that a word shift divides among words.
* `correspondence_map`: groups and words in one plane.
* `lexical`: how varied and how long its words are; `lexical_estimates`,
  `lexical_measures`: each as a ratio of parts, and how far it would scatter.
* `design`: whether its groups can be compared at all.
"""
