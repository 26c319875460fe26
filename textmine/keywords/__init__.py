"""What sets an article apart, and what it is about.

* `distinctive`: keyness, words that one group uses more or less than the others.
* `measures`: every measure of keyness by its name; `_formulas`, how each is computed.
* `dispersions`: how evenly each term is spread, by all measures at once.
* `extraction`: keyphrases, phrases that tell what a text is about.
* `candidates`: which phrases can be keyphrases.
"""
