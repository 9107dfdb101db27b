import random


def left(recall, alike, recover, n=60_000):
    draw, total = random.Random(1), (1 - alike) / alike
    open_ends = {"plain": 0, "tracked": 0}
    for _ in range(n):
        found = draw.betavariate(recall * total, (1 - recall) * total)  # this person's own recall
        views = 1 + min(30, int(draw.expovariate(1 / 4.5)))  # a fifth are seen once
        missed = sum(draw.random() > found for _ in range(views))
        again = missed if missed == views else sum(draw.random() > recover for _ in range(missed))
        open_ends["plain"] += missed > 0
        open_ends["tracked"] += again > 0
    return "  ".join(f"{k} {100 * v / n:.2f} %" for k, v in open_ends.items())


print("faces: ", left(0.99, 0.3, 0.90))
print("plates:", left(0.998, 0.2, 0.95))
print("weaker:", left(0.985, 0.3, 0.90))
