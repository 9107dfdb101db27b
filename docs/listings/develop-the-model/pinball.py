kitchens = {                      # minutes of ten orders
    "steady": [29, 30, 31, 31, 32, 32, 33, 33, 34, 35],
    "unsteady": [18, 22, 25, 27, 29, 31, 33, 37, 42, 56],
}

def pinball(p, times, q=0.9):
    each = (max(q * (t - p), (q - 1) * (t - p)) for t in times)
    return round(sum(each), 6)

for name, times in kitchens.items():
    mean = sum(times) / len(times)
    leaf = min(range(20, 60), key=lambda p: pinball(p, times))
    for rule, p in ("mean", mean), ("+ 5", mean + 5), ("pinball", leaf):
        print(f"{name:8} {rule:7} {p:2.0f} min, {sum(t > p for t in times)} late")
