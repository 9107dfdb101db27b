import numpy as np

rate, longest, prompts = 4.0, 0.46, 40_000            # prompts a second at the peak; card seconds of the longest
clock = np.cumsum(np.random.default_rng(0).exponential(1 / rate, prompts))
for cards in (2, 3, 4):
    free, wait = [0.0] * cards, []
    for now in clock:                                  # each prompt takes the card that is free first
        first = min(range(cards), key=free.__getitem__)
        wait.append(max(0.0, free[first] - now))
        free[first] = now + wait[-1] + longest
    print(cards, "cards: 996 of 1,000 prompts wait at most", round(float(np.quantile(wait, 0.996)), 2), "s")
