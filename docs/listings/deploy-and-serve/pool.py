from math import log


def waiting(busy: float, servers: int) -> float:
    """Share of arrivals that wait (Erlang's formula, Poisson arrivals)."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = busy * blocked / (k + busy * blocked)
    return blocked / (1 - busy / servers * (1 - blocked))

for pools, busy, servers in ((1, 216, 231), (4, 54, 58), (24, 9, 10)):
    wait = waiting(busy, servers)
    p99 = 6 / (servers - busy) * log(wait / 0.01)  # minutes; a talk takes 6
    print(f"{pools:2} pools of {servers:3} ({busy / servers:.0%} used):",
          f"{wait:.0%} wait, p99 {p99:.1f} min")
