"""What each shared thing weighs; learned from pairs of articles whose events are known."""

from __future__ import annotations

# Logistic regression over the candidate pairs of two collections of news with known events and of story
# cases, each collection counting alike and true pairs as much as false ones. A collection held out is
# grouped as well as those learned from (benchmarks/stories.py measures it).
WEIGHTS: tuple[float, ...] = (
    # square roots of the cosines of: words, names, figures, lead, name pairs
    15.04,
    11.36,
    0.63,
    6.69,
    4.42,
    # the cosines themselves: what is nearly a copy gains no more
    -5.4,
    -10.98,
    2.17,
    -3.45,
    -5.64,
    # time: at most a day, three days and a week apart; log of the days; known at all; likeness in time
    0.46,
    0.7,
    0.51,
    -0.16,
    0.47,
    9.83,
)
CONSTANT = -10.9
# Two groups are one story where the mean log-odds of the pairs across them reach this: pairs of one event
# are rarer in a real collection than the half that the weights were learned with.
LEAST = 1.5
