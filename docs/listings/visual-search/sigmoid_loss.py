import numpy as np

cosines = np.array([[0.8, 0.7, 0.1],      # rows: three query crops
                    [0.6, 0.9, 0.0],      # columns: three catalogue crops
                    [0.1, 0.2, 0.7]])
cluster = np.array([17, 23, 40])          # the product cluster of each pair


def pays(same):                           # loss of every cell of the batch, scale 10 and offset -5
    sign = np.where(same, 1, -1)
    return np.log1p(np.exp(-sign * (10 * cosines - 5))).round(2)


print(pays(cluster[:, None] == cluster))
cluster[1] = 17                           # people find: pairs one and two are one product
print(pays(cluster[:, None] == cluster)[:2, :2])
