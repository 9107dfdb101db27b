import numpy as np

chance, items, page = np.random.default_rng(2), 100_000, 24
standing = np.linspace(1, 0, items)  # expected orders, best first, scaled to 0 .. 1
first = 0.15 * items  # listings of the first tier
print("hits   sure  same page  read")
for hits in (300, 1_000, 3_000):  # listings that contain a word of the search
    sure = same = 0
    for _ in range(100):
        at = chance.choice(items, hits, replace=False, shuffle=False)
        words = chance.choice([0.4, 0.7, 1.0], hits, p=[0.5, 0.3, 0.2])  # 1: all words
        score, here = words + standing[at], at < first
        sure += (score[here] > 1 + standing[int(first)]).sum() >= page
        same += here[np.argpartition(-score, page)[:page]].all()
    print(f"{hits:5d} {sure / 100:5.0%} {same / 100:10.0%} {1 - 0.85 * sure / 100:5.0%}")
