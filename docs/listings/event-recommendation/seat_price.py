import numpy as np

rng, price = np.random.default_rng(3), np.zeros(60)
seats = rng.integers(15, 60, 60)
books = 0.0016 * np.exp(rng.normal(0, 1, (3000, 60)) + rng.normal(0, 1.3, 60))
comes = rng.beta(7, 3, 3000)  # chance that a person who has booked comes


def evening(price, left, visits=0.0):
    for person, coins in enumerate(np.random.default_rng(1).random((3000, 60))):
        worth = np.where(left > 0, books[person] * (comes[person] - price), -1)
        taken = [e for e in np.argsort(-worth)[:8] if left[e] and coins[e] < books[person, e]]
        left[taken], visits = left[taken] - 1, visits + comes[person] * len(taken)
    return f"visits {visits:.0f}, full {np.sum(left == 0)} of 60"


for _ in range(150):  # raise a price while more tickets are wanted than there are seats
    shown = np.argpartition(books * (price - comes[:, None]), 8)[:, :8]
    wanted = np.bincount(shown.ravel(), np.take_along_axis(books, shown, 1).ravel(), 60)
    price = np.clip(price + 0.02 * (wanted / seats - 1), 0, 1)
print("without prices: " + evening(0, seats.copy()), "with prices:    " + evening(price, seats.copy()), sep="\n")
