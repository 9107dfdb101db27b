import numpy as np

rng, shard = np.random.default_rng(0), np.arange(1, 12001)
where = {1: 0.76, 2: 0.10, 10: 0.09, 50: 0.05}      # rank in its shard at which exact search has the product


def lost(noise, gap, rescored, searches=300):
    cosine = -gap / np.log(20) * np.log(shard)       # neighbour 10 lies `gap` above neighbour 200
    by_code = cosine + noise * rng.standard_normal((searches, shard.size), dtype="f4")
    bar = np.partition(by_code, -rescored, axis=1)[:, -rescored]
    return 100 * sum(part * (by_code[:, rank - 1] < bar).mean() for rank, part in where.items())


for size, noise in (("64 bytes", 0.0152), ("32 bytes", 0.0276)):
    print(size, *(f"| rescore {n}: {lost(noise, 0.04, n):.1f} % lost" for n in (200, 400)))
print("64 bytes, rescore 400, by gap:", *(f"| {gap}: {lost(0.0152, gap, 400):.1f} %" for gap in (0.02, 0.03, 0.08)))
