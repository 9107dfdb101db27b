from math import exp, lgamma, log


def gain(left, tried, spread, mean=0.7, opens=0.04):  # value won, in ordinary impressions
    a, b, seen, total = 1 / spread**2, 1 / (spread**2 * mean), opens * tried, 0.0
    for k in range(200):  # k opens; then show on only if the posterior beats what it displaces
        chance = lgamma(a + k) - lgamma(a) - lgamma(k + 1) + a * log(b / (b + seen))
        chance = exp(chance + k * log(seen / (b + seen)))
        total += chance * max(0.0, (a + k) / (b + seen) - 1) * (left - tried)
    return total - tried * (1 - mean)


for who, spread in (("new organiser", 0.8), ("known series", 0.3)):
    for left in (300, 600, 1200, 2400):
        tried = max(range(10, left, 10), key=lambda n: gain(left, n, spread))
        print(f"{who}, {left:4} left: try {tried:3}, wins {gain(left, tried, spread):6.1f}")
