"""What sets an article apart, and what it is about.

* `distinctive`: keyness, words that one group uses more or less than the others.
* `extraction`: keyphrases, phrases that tell what a text is about.
* `lexical`: how varied and how long its words are; `lexical_estimates`,
  `lexical_measures`: each as a ratio of parts, and how far it would scatter.
* `design`: whether its groups can be compared at all.
* `candidates`: which phrases can be keyphrases.
"""
