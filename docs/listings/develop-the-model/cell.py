import numpy as np

rng, sd = np.random.default_rng(0), 10.0      # minutes
print("orders   90th percentile    late   cents an order")
for n in (13, 50, 200, 1000):                 # in a cell
    past = sd * rng.normal(size=(n, 20_000))
    promise = np.quantile(past, 0.9, axis=0)
    time = sd * rng.normal(size=(100, 20_000))
    late = np.maximum(time - promise, 0)
    cents = 2.4 * promise.mean() + 24 * late.mean()
    print(f"{n:6}{promise.mean():11.1f} ± {promise.std():.1f}"
          f"{(time > promise).mean():10.1%}{cents:10.0f}")
