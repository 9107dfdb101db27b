import numpy as np

share = np.array([0.97, 0.027, 0.003])    # of all views: low, middle, high score
rate = np.array([0.0001, 0.015, 0.173])    # violating among them
budget = 50_000                           # labels a week

spread = share * np.sqrt(rate * (1 - rate))
labels = budget * spread / spread.sum()   # Neyman: share times standard deviation
print("labels   ", labels.round(-2).astype(int))
print("positives", (labels * rate).round(0).astype(int))
mean = share @ rate
for name, variance in [("stratified", spread.sum() ** 2), ("random", mean * (1 - mean))]:
    print(f"{name:10} {100 * mean:.3f} ± {100 * 1.96 * np.sqrt(variance / budget):.3f} %")
