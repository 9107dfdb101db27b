import numpy as np

chance, truth, tests = np.random.default_rng(1), 100, 20_000


def estimate(hard):  # share of open faces that only one look in five finds; 95 in 100 of the rest
    sees = np.where(chance.random((tests, truth)) < hard, 0.20, 0.95)
    first, second = (chance.random((tests, truth)) < sees for _ in range(2))
    a, b, both = first.sum(1), second.sum(1), (first & second).sum(1)
    return (first | second).sum(1).mean(), ((a + 1) * (b + 1) / (both + 1) - 1).mean()


for hard in (0.0, 0.1, 0.3):
    seen, told = estimate(hard)
    print(f"hard {hard:.0%}: found {seen:.0f}, estimated {told:.0f}, truth {truth}")
