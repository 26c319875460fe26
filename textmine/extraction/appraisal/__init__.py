"""What lists of keyphrases are worth: against people, and against each other.

Lists come as tables with a row for each phrase; those of several methods stand below each other and are told apart by
the column ``method``, whoever made them.

* `evaluation`: precision, recall and F against phrases that people chose; which method is better, and is it chance?
* `matching`: how much of what was chosen a list finds; `gold`, what was chosen; `stemming`, when two phrases are the
  same, and which tables can be read.
* `agreement`: how far lists agree beyond chance.
* `consensus`: one list from those of several methods.
"""
