from itertools import product

import numpy as np

chance, users = np.random.default_rng(7), 1_000_000
truth = np.array([[0.05, -0.03], [-0.02, 0.04], [-0.01, 0.06]])  # visits, survey per log-weight
draw = chance.normal(0, 0.2, (users, 3))  # everybody's own weights, as logarithms
outcome = draw @ truth + chance.normal(0, [0.96, 0.48], (users, 2))
slope = np.linalg.lstsq(draw, outcome, rcond=None)[0]
for name, (visits, survey) in zip(["comment", "hide", "worth"], slope, strict=True):
    print(f"{name:8s} visits {visits:+.3f}, survey {survey:+.3f}")
steps = np.array(list(product([-0.18, 0, 0.18], repeat=3)))
allowed = steps[steps @ slope[:, 0] >= -0.001]  # at most 0.1 % of visits lost
best = allowed[np.argmax(allowed @ slope[:, 1])]
print("step", best, "gives", (best @ slope).round(3))
