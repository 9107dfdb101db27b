from math import log
from statistics import NormalDist

normal, apart, enough = NormalDist(), 2.25, 0.73       # scores of good and bad prompts; share of good ones
for caught in (0, 0.5, 0.8):                           # unsupported answers that the sentence check stops
    good_worth = 0.94 * 0.97 * 8 - 0.06 * 0.5 * 15     # minutes from answering a good prompt
    bad_worth = (1 - caught) * (0.25 * 8 - 0.75 * 15)  # minutes from answering a bad one
    print(f"check stops {caught:.0%}: answer from {-bad_worth / (good_worth - bad_worth):.0%} on;", end="")
    for chance in (0.2, 0.4, 0.6):
        cut = (log(chance / (1 - chance) * (1 - enough) / enough) + apart**2 / 2) / apart
        good, bad = 1 - normal.cdf(cut - apart), 1 - normal.cdf(cut)
        print(f" from {chance:.0%}: {enough * good * good_worth + (1 - enough) * bad * bad_worth:.2f} min", end="")
    print()
