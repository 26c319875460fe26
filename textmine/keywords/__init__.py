"""What sets an article apart, and what it is about.

* `distinctive`: keyness, words that one group uses more or less than the others.
* `shifts`: which words make two groups differ, and how much of the difference each.
* `shift_methods`: the divergences that a word shift divides among words.
* `correspondence_map`: groups and words in one plane.
* `extraction`: keyphrases, phrases that tell what a text is about.
* `candidates`: which phrases can be keyphrases.
"""
