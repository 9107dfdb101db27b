import numpy as np

chance, n = np.random.default_rng(2), 1_400
drawn, ties = chance.lognormal(0, 1, n), np.zeros((n, n), np.float32)
for size in chance.integers(15, 40, 175):  # people join circles; in a circle one pair in ten is tied
    circle = chance.choice(n, size, replace=False, p=drawn / drawn.sum())
    ties[np.ix_(circle, circle)] += chance.random((size, size)) < 0.1
ties = np.triu(ties + ties.T > 0, 1) * (1 + (chance.random((n, n)) < 0.33))
known, later = (ties + ties.T == 1).astype("f"), ties + ties.T == 2  # a third of ties come later
step = known / np.maximum(known.sum(1), 1)[:, None]  # from a person to a friend at random
count, two, few = known @ known, step @ step, known.sum(1) <= 3
print(*(f"{(later & (count == 0))[g].sum() / later[g].sum():.0%}" for g in (few, ~few)), "have no mutual friend")
scores = {"mutual friends": count, "weighted": known @ step, "walk": two + (two @ step + two @ two) / 2}
for name, score in scores.items():
    score = score - 1e3 * (known + np.eye(n)) + 1e-6 * chance.random((n, n))
    hit = later & (score >= np.partition(score, -20)[:, -20][:, None])
    print(*(f"{hit[g].sum() / later[g].sum():.0%}" for g in (few, ~few)), "found in 20 by", name)
