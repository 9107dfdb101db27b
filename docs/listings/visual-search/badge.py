from statistics import NormalDist

normal, apart = NormalDist(), 2.6              # right and wrong first choices lie 2.6 standard deviations apart
right = {"camera": 0.074, "tap": 0.272}        # searches whose first choice is the product

print("wrong accepted   right accepted   precision camera   precision tap")
for wrong in (0.04, 0.02, 0.01, 0.005, 0.002):
    accepted = normal.cdf(apart - normal.inv_cdf(1 - wrong))
    precise = [p * accepted / (p * accepted + (1 - p) * wrong) for p in right.values()]
    print(f"{wrong:14.1%}{accepted:17.0%}{precise[0]:19.0%}{precise[1]:16.0%}")
