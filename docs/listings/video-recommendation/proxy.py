import numpy as np

chance, tests = np.random.default_rng(1), 2000
truth = chance.normal(0, 0.05, tests)                    # what each test really did to an early metric, in per cent


def weights(slope):                                      # slope: points of return for one per cent of the metric
    luck = chance.normal(0, 0.1, (2, tests))             # two halves of the users; lucky users watch and return
    early = truth + luck
    late = slope * truth + 0.2 * luck + chance.normal(0, 0.01, (2, tests))
    naive = np.cov(early.mean(0), late.mean(0))
    across = np.cov(np.r_[early[0], early[1]], np.r_[late[1], late[0]])[0, 1] / np.cov(early[0], early[1])[0, 1]
    return f"same users {naive[0, 1] / naive[0, 0]:.2f}, across halves {across:.2f}"


print("metric that matters, truth 0.10:", weights(0.10))
print("useless metric, truth 0.00:", weights(0.00))
