import numpy as np

rng = np.random.default_rng(0)
real = 1 / np.arange(1, 101)  # a hundred kinds of complaint
real /= real.sum()
for way in ("replaced", "added"):
    seen = rng.multinomial(2_000, real)  # real chats
    kinds = [(seen > 0).sum()]
    for _ in range(10):  # ten models, each taught by the last
        made = rng.multinomial(2_000, seen / seen.sum())
        seen = made if way == "replaced" else seen + made
        kinds.append((made > 0).sum())
    print(f"{way:8} kinds written:", *kinds[::2])
