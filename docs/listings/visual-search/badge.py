from statistics import NormalDist

normal, apart = NormalDist(), 2.6              # scores of right and wrong lie 2.6 standard deviations apart
right = {"camera": 0.065, "tap": 0.248}        # searches whose nearest candidate is the product

print("wrong accepted   right accepted   precision camera   precision tap")
for wrong in (0.04, 0.02, 0.01, 0.004, 0.002):
    accepted = normal.cdf(apart - normal.inv_cdf(1 - wrong))
    precise = [p * accepted / (p * accepted + (1 - p) * wrong) for p in right.values()]
    print(f"{wrong:14.1%}{accepted:17.0%}{precise[0]:19.0%}{precise[1]:16.0%}")
