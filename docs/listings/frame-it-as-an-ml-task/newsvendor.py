times = [21, 24, 26, 28, 29, 31, 33, 35, 38, 42, 56]  # minutes of orders that looked alike
promised, late = 2.4, 24                              # cents a minute


def cost(promise):
    over = sum(max(0, time - promise) for time in times)
    return promised * promise + late * over / len(times)


mean, best = sum(times) / len(times), min(range(20, 61), key=cost)
for name, promise in (("mean", mean), ("longest", max(times)), ("cheapest", best)):
    too_late = sum(time > promise for time in times)
    print(f"{name:9} {promise:.0f} min  {cost(promise):.0f} cents  {too_late} of {len(times)} late")
