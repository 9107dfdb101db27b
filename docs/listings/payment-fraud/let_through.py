import numpy as np

chance, bend, days, groups = np.random.default_rng(5), 0.06, 28, []
for frauds, goods, line in ((7_200, 73, 4.9e-6), (2_888, 531, 1.06e-4)):  # blocked in a day
    rank = line * np.append(chance.random(frauds * days) ** (1 / bend), chance.random(goods * days))
    groups.append(1 / (1 + bend * rank ** (bend - 1) / 999))  # chance that the payment is good
good = np.concatenate(groups)
amount = chance.lognormal(3.65, 1.21, good.size)  # dollars, mean 80, most are small
cost = (1 - good) * (0.7 * amount + 20) - good * (0.21 * amount + 8)  # of letting it through
cost = np.maximum(cost, 0.5)
budget = 0.01 * cost.sum()  # what a flat draw of one in a hundred costs
for name, share in (("flat", np.ones(good.size)), ("sized", np.sqrt(good / cost))):
    for _ in range(9):  # scaled to the budget inside the limits
        share = np.clip(share * budget / (share * cost).sum(), 0.001, 0.2)
    error = 1.96 * np.sqrt((good * (1 / share - 1)).sum()) / good.sum()
    print(f"{name:5s} {share.sum() / days:3.0f} a day, {error:.1%} either way")
