"""Ranked lists: what stands at the top, where the first right item stands, and how two orders agree.

Lists are given in rank order, so ties don't occur; only Kendall's tau knows them.
"""

from __future__ import annotations

from math import fsum, log2, sqrt

from .worked import Numbers, Worked, mean, need_between, need_binary, need_same_length, need_some, need_whole


def _found(relevant: Numbers, k: float) -> float:
    need_some(relevant=relevant)
    need_binary(relevant=relevant)
    need_whole(1, len(relevant), k=k)
    return sum(relevant[: int(k)])


def precision_at_k(relevant: Numbers, k: float) -> Worked:
    """The share of relevant items (1) among the first `k` of one list; `k` is at most the list's length."""
    found = _found(relevant, k)
    return Worked(found / k, (("Relevant in the first k", found),))


def recall_at_k(relevant: Numbers, total: float, k: float) -> Worked:
    """The share of the `total` relevant items that stand among the first `k`; `total` counts those not listed too."""
    found = _found(relevant, k)
    need_whole(max(1, int(sum(relevant))), total=total)
    return Worked(found / total, (("Relevant in the first k", found),))


def _check_ranks(ranks: Numbers) -> None:
    need_some(ranks=ranks)
    for rank in ranks:
        need_whole(0, ranks=rank)


def hit_rate(ranks: Numbers, k: float) -> Worked:
    """The share of queries whose first right item has a rank up to `k`; rank 0 means that it isn't listed."""
    _check_ranks(ranks)
    need_whole(1, k=k)
    hits = sum(1 <= rank <= k for rank in ranks)
    return Worked(hits / len(ranks), (("Hits", hits), ("Queries", len(ranks))))


def mrr(ranks: Numbers) -> Worked:
    """The mean of one over the rank of the first right item; rank 0, not listed, counts 0."""
    _check_ranks(ranks)
    total = fsum(1 / rank for rank in ranks if rank)
    return Worked(total / len(ranks), (("Sum of reciprocal ranks", total), ("Queries", len(ranks))))


def mean_average_precision(queries: Numbers, relevant: Numbers) -> Worked:
    """The mean over queries of the mean precision at each relevant item.

    `queries` gives the number of the query to which each listed item belongs; within a query items stand in rank order
    and all relevant ones are listed. A query without a relevant item raises ValueError.
    """
    need_same_length(queries=queries, relevant=relevant)
    need_binary(relevant=relevant)
    steps = []
    for query in dict.fromkeys(queries):
        flags = [r for q, r in zip(queries, relevant, strict=True) if q == query]
        if not any(flags):
            raise ValueError(f"query {query:g} has no relevant item")
        at = [place for place, flag in enumerate(flags, 1) if flag]
        steps.append((f"AP of query {query:g}", mean([found / place for found, place in enumerate(at, 1)])))
    return Worked(mean([value for _, value in steps]), tuple(steps))


def _dcg(grades: Numbers, k: int) -> float:
    return fsum(grade / log2(place + 1) for place, grade in enumerate(grades[:k], 1))


def ndcg(grades: Numbers, k: float, missed: Numbers = ()) -> Worked:
    """Discounted cumulative gain of the first `k`, over the best possible (Järvelin and Kekäläinen 2002).

    The gain is the grade itself and the discount log2(rank + 1), as scikit-learn's `ndcg_score` with `ignore_ties`.

    Args:
        grades: from 0 up, in rank order; at least one of all grades is above 0.
        missed: grades of judged items that the list lacks; they count in the best possible order.
    """
    need_some(grades=grades)
    need_between(0, float("inf"), grades=grades, missed=missed)
    need_whole(1, len(grades), k=k)
    gained, best = _dcg(grades, int(k)), _dcg(sorted([*grades, *missed], reverse=True), int(k))
    if not best:
        raise ValueError("grades are all 0, so there is no best order")
    return Worked(gained / best, (("DCG", gained), ("Ideal DCG", best)))


def kendall_tau(first: Numbers, second: Numbers) -> Worked:
    """Pairs that two scorings order alike minus those they order oppositely, over the pairs (tau-b).

    A pair tied in a scoring leaves its side of the denominator. Neither scoring may be constant.
    """
    need_same_length(first=first, second=second)
    places = range(len(first))
    pairs = [(first[i] - first[j], second[i] - second[j]) for i in places for j in places if i < j]
    alike = sum(a * b > 0 for a, b in pairs)
    opposed = sum(a * b < 0 for a, b in pairs)
    below = sqrt(sum(a != 0 for a, _ in pairs) * sum(b != 0 for _, b in pairs))
    if not below:
        raise ValueError("one of the scorings is constant")
    tied = len(pairs) - alike - opposed
    return Worked((alike - opposed) / below, (("Concordant", alike), ("Discordant", opposed), ("Tied", tied)))
