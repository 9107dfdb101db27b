import numpy as np

wanted = np.array([0.5, 0.3, 0.2])  # what this viewer plays: a hit, a middling, a rare video
shown = np.array([0.90, 0.09, 0.01])  # how often each stands in a batch
chance = np.random.default_rng(0)


def learned(correct, batch=8, steps=4_000):
    score = np.zeros(3)
    for _ in range(steps):
        negatives = chance.choice(3, batch - 1, p=shown)
        videos = np.r_[chance.choice(3, p=wanted), negatives]
        logits = score[videos] - correct * np.log(shown[videos])
        p = np.exp(logits - logits.max())
        np.add.at(score, videos, 0.05 * (np.eye(batch)[0] - p / p.sum()))
    return (score - score.mean()).round(1) + 0.0


print("scores of hit, middling, rare")
print("uncorrected:", learned(0), "corrected:", learned(1))
