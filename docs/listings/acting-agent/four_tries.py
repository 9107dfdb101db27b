import numpy as np

once, twice = 0.692, 0.576  # published: right in one try, right in both of two
spread = twice - once**2  # variance between cases of the chance to end right
size = once * (1 - once) / spread - 1
a, b = once * size, (1 - once) * size  # the beta distribution with this mean and variance
three = twice * (a + 2) / (size + 2)
four = three * (a + 3) / (size + 3)
print(f"spread over cases: beta({a:.2f}, {b:.2f})")
print(f"three: {three:.3f} (published 0.509, if alike {once**3:.3f})")
print(f"four:  {four:.3f} (published 0.462, if alike {once**4:.3f})")
chance = np.random.default_rng(7).beta(a, b, 1_000_000)
bad = chance < 0.5
share = (1 - chance)[bad].sum() / (1 - chance).sum()
print(f"{bad.mean():.0%} of cases fail more often than not: {share:.0%} of failures")
