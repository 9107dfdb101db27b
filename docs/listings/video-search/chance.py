import numpy as np

noise = np.random.default_rng(0)


def beaten(n, weight, runs=20_000):  # share of irrelevant videos of n segments above a relevant one of 20
    luck = noise.random(runs) ** (1 / n)  # the largest of n uniform chances
    best = -np.log(1 - luck)  # how surprising the best segment is, if only one had been tried
    own = np.maximum(3 + noise.normal(size=runs), noise.normal(size=(runs, 20)).max(1))
    mine = own**2 / 2 + np.log(own * 2.5066)  # the same for the relevant one, whose true match lies at 3
    return round(float((best - weight * np.log(n) > mine - weight * np.log(20)).mean()), 2)


print("long above, short above, by the best segment:", beaten(480, 0), beaten(20, 0))
print("long above, short above, less ln n:", beaten(480, 1), beaten(20, 1))
