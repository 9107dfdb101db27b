"""An hour after the rain began: which share of orders is late?"""
import random

random.seed(1)
now, promise = 60, 42                       # minutes
taps = [random.uniform(-60, now) for _ in range(400_000)]
took = [random.gauss(35.4 if t > 0 else 32.4, 7.5) for t in taps]

def late(counted):
    mine = [m for t, m in zip(taps, took) if counted(t, t + m)]
    return f"{sum(m > promise for m in mine) / len(mine):4.0%}"

print("tapped in 40 min, done:", late(lambda t, d: t > 20 and d < now))
print("tapped in 60 min, done:", late(lambda t, d: t > 0 and d < now))
print("due in these ten:      ", late(lambda t, d: 50 < t + promise < now))
