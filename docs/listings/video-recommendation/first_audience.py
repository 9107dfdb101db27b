from math import comb


def passes(rate, looks, plays):  # chance of at least that many plays
    return 1 - sum(comb(looks, k) * rate**k * (1 - rate) ** (looks - k) for k in range(plays))


for looks, plays in [(60, 5), (33, 3), (15, 2)]:
    good, usual, dull = (passes(rate, looks, plays) for rate in (0.12, 0.06, 0.04))
    print(f"{plays} of {looks}: good {good:.2f}, usual {usual:.2f}, dull {dull:.2f}")
