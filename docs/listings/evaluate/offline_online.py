import numpy as np

rng, shape = np.random.default_rng(7), (20_000, 40)   # pages, restaurants on each
typical = rng.normal(32, 6, shape)                    # true mean minutes of each
luck = rng.normal(0, 6, shape)                        # what nobody can know
taste = rng.normal(0, 10, shape)                      # what else people care for, in minutes


def promise(error):                                   # kept for nine in ten of all listed
    return typical + error + 1.2816 * np.hypot(6, error.std())


old, new = promise(rng.normal(0, 8, shape)), promise(rng.normal(0, 4.5, shape))
print(f"all that are listed:    {(typical + luck <= new).mean():.1%} kept")
for name, shown in ("old", old), ("new", new):
    row = np.arange(len(old)), (shown + taste).argmin(axis=1)
    print(f"ordered, {name} promises: {(typical + luck <= new)[row].mean():.1%} kept by the new")
