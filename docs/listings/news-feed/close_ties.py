import numpy as np

chance, friends, people = np.random.default_rng(3), 300, 100e6
share = 1 / (np.arange(friends) + 2.5)  # of the feedback a person gets, friend by friend
share /= share.sum()
past = chance.poisson(90 * share, (4_000, friends))  # counts of three months, 4,000 people
order = np.argsort(-(past + chance.random(past.shape)), axis=1)  # closest first, as counted
print("friends  of all feedback  smallest effect")
for close in (3, 12, 20, 50, 300):
    covered = share[order[:, :close]].sum(axis=1).mean()
    arm = people / (1 + close) / 2  # one ego and its friends are used up
    print(f"{close:7d} {covered:16.0%} {2.8 * 0.96 * np.sqrt(2 / arm) / covered:16.2%}")
