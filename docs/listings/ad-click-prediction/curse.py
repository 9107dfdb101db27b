import numpy as np

rng = np.random.default_rng(0)
value = rng.normal(0, 0.5, (40_000, 30))             # true log values of 30 finalists
print("clicks seen   raw: winner too high   shrunk: winner too high   value lost")
for clicks in (25, 100, 500):
    noise = clicks ** -0.5                           # error of a log rate
    seen = value + rng.normal(0, noise, value.shape)
    shrunk = seen * 0.25 / (0.25 + noise ** 2)
    won = np.arange(len(value)), seen.argmax(axis=1)
    raw, mended = ((e - value)[won].mean() for e in (seen, shrunk))
    lost = (value.max(axis=1) - value[won]).mean()
    print(f"{clicks:11}{raw:23.1%}{mended:26.1%}{lost:13.1%}")
