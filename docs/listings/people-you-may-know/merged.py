import numpy as np

chance, viewers, people = np.random.default_rng(4), 6_000, 2_000
known = np.log(chance.exponential(1, people))  # some people are a candidate for many viewers
keys = known + chance.gumbel(0, 1, (viewers, people))
who = np.argpartition(-keys, 40)[:, :40]  # forty candidates for each viewer
match, treated = chance.normal(0, 1, who.shape), chance.random(people) < 0.2
old, new = match + 0.6 * known[who], match - 0.3 * known[who]  # the new one spares the crowded
places = [np.argsort(np.argsort(-score)) + chance.random(who.shape) / 2 for score in (old, new)]


def rise(order, other, now, then):  # change of how often people stand among the first five
    top = [np.take_along_axis(who, np.argsort(o)[:, :5], 1).ravel() for o in (order, other)]
    a, b = (np.bincount(t, minlength=people) for t in top)
    return [f"{a[g & now].mean() / b[g & then].mean() - 1:+.0%}" for g in (known > 0.83, known <= 0.83)]


all_of = np.full(people, True)
print("launched for all", *rise(places[1], places[0], all_of, all_of))
for name, (new_, old_) in {"merged by place": places[::-1], "merged by score": (-new, -old)}.items():
    print(name, *rise(*[np.where(treated[who], new_, old_)] * 2, treated, ~treated))
