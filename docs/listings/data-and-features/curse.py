import numpy as np

rng = np.random.default_rng(2)
pages, left, error, pull = 150_000, 7.5, 3.0, 0.04
true = rng.normal(0, 8, (pages, 40))  # right promises
wrong = rng.normal(0, error, true.shape)
shown = true + wrong
chance = rng.normal(0, (left**2 - error**2) ** 0.5, pages)
taste = rng.gumbel(size=true.shape)
ways = {"by lot": taste, "mixed": taste - pull * shown, "fastest": -shown}
for way, score in ways.items():
    taken = np.arange(pages), score.argmax(axis=1)
    late = (chance > 1.2816 * left + wrong[taken]).mean()
    short = 0 - wrong[taken].mean()
    print(f"{way:8} short {short:4.1f} min, late {late:.1%}")
