import math
import random

chance = random.Random(0)
both, alone = ["twin", "twin", "twin", "plain"], ["plain"]  # clicked three to one


def learned(only_free, steps=20_000):
    score = {"twin": 0.0, "plain": 0.0}
    for _ in range(steps):
        wanted = both if chance.random() < 0.15 else alone  # is the twin free?
        seen = sorted(set(wanted)) if only_free else ["plain", "twin"]
        for home, label in ((chance.choice(wanted), 1), (chance.choice(seen), 0)):
            score[home] += 0.01 * (label - 1 / (1 + math.exp(-score[home])))
    return " ".join(f"{home} {value:+.1f}" for home, value in score.items())


print("negatives from the area: ", learned(False))
print("negatives that were free:", learned(True))
