from math import log
from statistics import NormalDist

normal, apart, enough = NormalDist(), 2.25, 0.73         # distance of good and bad prompts' scores; share of good ones
for stops, spoils, mends in ((0, 0, 0), (0.5, 0.03, 0.5), (0.8, 0.03, 0.5)):  # unsupported, right, wrong answers stopped
    right, wrong, loose = 0.94 * (1 - spoils), 0.06 * (1 - mends), 1 - stops
    good_worth, bad_worth = 8 * right - 15 * wrong, (0.25 * 8 - 0.75 * 15) * loose        # minutes from answering
    print(f"checker stops {stops:.0%}: answering pays from {-bad_worth / (good_worth - bad_worth):.0%} on")
    for chance in (0.2, 0.4, 0.6):                       # the threshold, as a chance and as a score
        score = (log(chance / (1 - chance) * (1 - enough) / enough) + apart**2 / 2) / apart
        good, bad = enough * (1 - normal.cdf(score - apart)), (1 - enough) * (1 - normal.cdf(score))
        share = 1 - good * right / (good * (right + wrong) + bad * loose)
        print(f"  from {chance:.0%}: {good * good_worth + bad * bad_worth:.2f} min saved, {share:.1%} unsupported")
