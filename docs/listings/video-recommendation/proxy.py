import numpy as np

chance, tests = np.random.default_rng(1), 2000
truth = chance.normal(0, 0.05, tests)  # each test's real effect on an early metric, per cent


def weights(slope):  # slope: points of return for one per cent of the metric
    luck = chance.normal(0, 0.1, (2, tests))  # of two halves: lucky users watch and return
    early = truth + luck
    late = slope * truth + 0.2 * luck + chance.normal(0, 0.01, (2, tests))
    naive = np.cov(early.mean(0), late.mean(0))
    swapped = np.cov(early.ravel(), late[::-1].ravel())[0, 1]
    across = swapped / np.cov(early[0], early[1])[0, 1]
    return f"same users {naive[0, 1] / naive[0, 0]:.2f}, across halves {across:.2f}"


print("metric that matters, truth 0.10:", weights(0.10))
print("useless metric, truth 0.00:", weights(0.00))
