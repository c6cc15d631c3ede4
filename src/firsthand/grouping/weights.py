"""What each shared thing weighs; learned from pairs of articles whose events are known."""

from __future__ import annotations

# Ridge-regularised logistic regression over the candidate pairs of two collections of news with known
# events and of five story cases, true pairs counting as much as false ones and the cases three times as
# much as a collection. benchmarks/stories.py measures what they reach.
WEIGHTS: tuple[float, ...] = (
    # square roots of the cosines of: words, names, figures, lead, name pairs, phrases
    6.33,
    4.86,
    1.78,
    3.1,
    4.02,
    1.3,
    # the cosines themselves: what is nearly a copy gains no more
    2.56,
    -2.57,
    1.64,
    0.55,
    -5.49,
    -7.18,
    # time: at most a day, three days and a week apart; log of the days; known at all; likeness in time
    1.2,
    0.8,
    2.35,
    0.21,
    -1.69,
    10.58,
)
CONSTANT = -7.11
# Two groups are one story where the mean log-odds of the pairs across them reach this: pairs of one event
# are rarer in a real collection than the half that the weights were learned with. The story cases come
# out right from 1.0 to 1.4.
LEAST = 1.2
