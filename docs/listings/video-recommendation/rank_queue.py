import random


def spent(use, load=0.5, pages=100_000, largest=8):
    chance, each = random.Random(1), 120 / (990 * use)  # Gflop a page over Gflop a millisecond
    gap, now, line = (each + 0.5 / largest) / load, 0.0, []
    for _ in range(pages):
        line.append(now := now + chance.expovariate(1 / gap))
    free, n, times = 0.0, 0, []
    while n < pages:  # a free card takes what waits, at most eight pages
        start = max(free, line[n])
        batch = sum(t <= start for t in line[n:n + largest])
        free, n = start + 0.5 + batch * each, n + batch  # 0.5 ms to start a batch
        times += [free - t for t in line[n - batch:n]]
    return round(sorted(times)[int(pages * 0.999)], 1)


print("p99.9 in ms by use of the peak:", {use: spent(use) for use in (0.10, 0.30, 0.45)})
