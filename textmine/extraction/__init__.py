"""What extractors of keyphrases are worth: against people, and against each other.

Lists of keyphrases come as tables with a row for each phrase; those of several methods stand below each other and
are told apart by the column ``method``, whoever made them.

* `stemming`: when two phrases are the same, and which table of phrases can be read.
* `matching`: how much of what was chosen a list finds; `gold`, what was chosen.
* `evaluation`: precision, recall and F against phrases that people chose; which method is better, and is it chance?
* `consensus`: one list from those of several methods.
* `agreement`: how far lists agree beyond chance.
"""
