from bisect import bisect_left

# Seconds watched in twenty plays of each length, and what a rank is worth there.
watched = {"3 minutes": [10 * k for k in range(20)], "40 minutes": [65 * k for k in range(20)]}
weight = {"3 minutes": 1, "40 minutes": 2}


def rank(bucket, seconds):  # the share of the bucket's plays that were watched less
    return bisect_left(watched[bucket], seconds) / len(watched[bucket])


for bucket, seconds, survey in [("3 minutes", 162, 0.8), ("40 minutes", 360, 0.4)]:
    r = rank(bucket, seconds)
    worth = weight[bucket] * r + survey
    print(f"{bucket}: watched {seconds / 60:.1f} min, rank {r:.2f}, worth {worth:.2f}")
