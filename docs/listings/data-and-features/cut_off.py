import numpy as np

rng = np.random.default_rng(0)
minutes = 32 * np.exp(rng.normal(0, 0.366, 1_000_000))
print("window  still open  nine in ten: seen  true")
for hours in (1, 3, 24):
    age = rng.uniform(0, 60 * hours, minutes.size)
    seen = minutes[minutes < age]  # delivered by now
    still = 1 - seen.size / minutes.size
    seen90, true90 = np.quantile(seen, 0.9), np.quantile(minutes, 0.9)
    print(f"{hours:4} h {still:11.0%} {seen90:15.0f} min {true90:3.0f} min")
