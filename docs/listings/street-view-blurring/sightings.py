import numpy as np


def left(recall, alike, recover, n=4_000_000):
    draw, total = np.random.default_rng(1), (1 - alike) / alike
    found = draw.beta(recall * total, (1 - recall) * total, n)  # each person's own recall
    views = 1 + np.minimum(30, draw.exponential(4.5, n).astype(int))  # a fifth are seen once
    missed = draw.binomial(views, 1 - found)
    again = np.where(missed == views, missed, draw.binomial(missed, 1 - recover))
    return f"plain {(missed > 0).mean():.2%}  tracked {(again > 0).mean():.2%}".replace("%", " %")


print("faces: ", left(0.99, 0.3, 0.90))
print("plates:", left(0.998, 0.2, 0.95))
print("weaker:", left(0.985, 0.3, 0.90))
