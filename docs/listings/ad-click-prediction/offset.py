import numpy as np

rng, shown = np.random.default_rng(7), 4_000_000
print("ads    true rate   raw fit   with offset   one partition in 16 lost")
for ads, rate, keep in (("young", 0.012, 1.0), ("old", 0.012, 0.125)):
    clicks = rng.binomial(shown, rate)               # every click is kept
    silent = rng.binomial(shown - clicks, keep)      # a share w of the others
    fewer = rng.binomial(silent, 15 / 16)            # some are lost, the logged w stays
    raw, lost = np.log(clicks / silent), np.log(clicks / fewer)
    served = [1 / (1 + np.exp(-x)) for x in (raw, raw + np.log(keep), lost + np.log(keep))]
    print(f"{ads:7}{rate:9.2%}{served[0]:10.2%}{served[1]:14.2%}{served[2]:27.2%}")
