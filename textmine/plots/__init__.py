"""Figures: a result goes in, an Axes comes out.

Nothing here computes a statistic; what is drawn is in the table that is passed.
Functions draw on the Axes they are given, or on a new one, and return it; they
never show or save.

* `style`: width, colours, fonts, names.
* `panels`: grids of small multiples.
* `labels`: text that does not overlap, measured.
* `themes`: dots with intervals, heat maps.
* `keywords`: ranked bars.
* `agreement`: how much alike the lists of methods are; `highlighted`, a text on which keyphrases are marked.
* `lexical`: the measures of a lexical profile.
* `proximity`: similarity matrix, and map with ellipses; `similarities`: their intervals, against chance.
* `tree`: which texts belong together, with the support of each cluster.
* `reuse`: where shared passages stand, and how much they are; `change`: numbers before and after.
* `attributions`: which group passages are nearest to, and how often it is their own.
* `shifts`: diverging bars of what each word adds.
* `biplot`: groups and words on common axes.
* `selection`: criteria over numbers of topics, and which topics come back.
* `profile`: sizes and the audit of cleaning.
* `dispersion`: where in a text a theme or a word comes up.
"""
