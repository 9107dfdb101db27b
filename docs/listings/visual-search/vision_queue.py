import random


def spent(detector, use=0.40, load=0.5, photos=80_000, largest=4):
    chance, free, n, times, work, come, now = random.Random(1), 0.0, 0, [], [], [], 0.0
    speed = 121 * use                                    # Gflop a millisecond, beyond 4 ms for every batch
    gap = (4 + largest * (1.15 * 161 + detector) / speed) / largest / load
    for _ in range(photos):
        come.append(now := now + chance.expovariate(1 / gap))
        work.append((detector + 161 * (1 + (chance.random() < 0.15))) / speed)
    while n < photos:                                    # a free card takes what waits, at most four photos
        start = max(free, come[n])
        batch = sum(t <= start for t in come[n:n + largest])
        free, n = start + 4 + sum(work[n:n + batch]), n + batch
        times += [free - t for t in come[n - batch:n]]
    return [round(sorted(times)[int(photos * q)]) for q in (0.5, 0.93, 0.999)]


print("ms at the median, 93rd and 99.9th percentile\nR50", spent(136), "| at 30 % of the peak", spent(136, use=0.3),
      "| at 3/4 load", spent(136, load=0.75), "| R18", spent(60))
