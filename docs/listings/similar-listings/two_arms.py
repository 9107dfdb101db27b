import random


def booked(longer, guests, seed):
    chance, taken, total = random.Random(seed), set(), [0, 0]
    for guest in range(guests):
        row = longer(guest)
        seen = chance.choices(range(200), k=7)[: 6 + row]  # six homes are seen, or seven
        free = [h for h in seen if h not in taken and hash((seed, guest, h)) % 25 < 3]
        taken.update(free[:1])
        total[row] += bool(free)
    return total


for guests in (220, 600):
    runs = range(22_000 // guests)
    new = sum(booked(lambda g: 1, guests, s)[1] for s in runs)
    old = sum(booked(lambda g: 0, guests, s)[0] for s in runs)
    test = [sum(t) for t in zip(*(booked(lambda g: g % 2, guests, s) for s in runs), strict=True)]
    print(f"{old / len(runs) / 2:.0f} % full: test {test[1] / test[0] - 1:+.0%}, launch {new / old - 1:+.0%}")
