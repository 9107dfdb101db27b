import numpy as np

chance, people = np.random.default_rng(1), 400_000
ties = np.minimum(chance.lognormal(np.log(100), 1.18, people).astype(int) + 1, 5_000)
paths = ties * ties  # two-step paths that lead through this person, both ways
print(f"mean {ties.mean():.0f}, a friend has {paths.mean() / ties.mean():.0f}, paths {paths.mean():,.0f}")
hub = ties > 1_000
print(f"hubs {hub.mean():.1%}, their ties {ties[hub].sum() / ties.sum():.0%}", end=", ")
print(f"paths through them {paths[hub].sum() / paths.sum():.0%}")
for most in (200, 500, 1_000):  # entries read of each friend's list
    read = np.minimum(ties, most)
    print(f"read {most}: {(ties * read).mean():,.0f} paths,", end=" ")
    print(f"evidence kept {read.sum() / ties.sum():.0%}")  # a path counts one over the friend's ties
