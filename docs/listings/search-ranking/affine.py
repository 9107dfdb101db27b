import numpy as np

chance, shows = np.random.default_rng(5), 40_000
match, mismatch = {1: 0.24, 5: 0.09}, {1: 0.14, 5: 0.02}  # opened, by place and judged grade
mean = {k: 0.92 * match[k] + 0.08 * mismatch[k] for k in match}  # what swaps alone see
print("listing  wanted  opened  over looks  corrected")
for name, wanted, place in (("A", 0.40, 1), ("B", 0.60, 5)):
    trust, slope = mismatch[place], match[place] - mismatch[place]
    opened = (chance.random(shows) < trust + slope * wanted).mean()
    looks = mean[place] / mean[1]  # place 1 counts as one look
    print(f"{name:7s} {wanted:7.2f} {opened:7.3f} {opened / looks:11.3f}", end=" ")
    print(f"{(opened - trust) / slope:10.2f}")
