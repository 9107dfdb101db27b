import random


def spent(detector, use=0.40, load=0.5, second=0, photos=80_000, largest=4):
    chance, free, n, times, line, now = random.Random(1), 0.0, 0, [], [], 0.0
    speed, mean = 121 * use, 1.15 * 161 + detector       # Gflop a millisecond, beyond 4 ms a batch; Gflop a photo
    gap = (4 / largest + mean / speed) / load
    for _ in range(photos):                              # 15 of 100 photos have a second box
        line.append((now := now + chance.expovariate(1 / gap), (detector + 161 * (1 + (chance.random() < 0.15))) / speed))
    while n < photos:                                    # a free card takes what waits, at most four photos
        start = max(free, line[n][0])
        batch = sum(t <= start for t, _ in line[n:n + largest])
        free, n = start + 4 + second + sum(w for _, w in line[n:n + batch]), n + batch
        times += [free - t for t, _ in line[n - batch:n]]
    return [round(sorted(times)[int(photos * q)]) for q in (0.5, 0.93, 0.999)]


cases = {"R50": (136,), "R50, 30 % of peak": (136, 0.3), "R50, 3/4 load": (136, 0.4, 0.75), "R18": (60,),
         "R50, two encoders": (136, 0.4, 0.43, 2)}
print("ms at the median, 93rd and 99.9th percentile:", {name: spent(*case) for name, case in cases.items()})
