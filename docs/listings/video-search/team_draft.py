import numpy as np

chance = np.random.default_rng(0)


def draft(a, b, size=4):
    page, team, lists = [], [], (a, b)
    while len(page) < size:
        for who in chance.permutation(2):  # who picks first in a round is drawn by lot
            page.append(next(v for v in lists[who] if v not in page))
            team.append("AB"[who])
    return page[:size], team[:size]


clicks = {"A": 0, "B": 0}
for _ in range(10_000):  # people want v3, and look at three places
    page, team = draft(["v1", "v2", "v3", "v4"], ["v1", "v3", "v2", "v4"])
    if "v3" in page[:3]:
        clicks[team[page.index("v3")]] += 1
print("last page:", page, team, "credited plays:", clicks)
