def charges(factor, reserve):
    bid, rate, rival_bid, rival_rate = 2.00, 0.02, 1.00, 0.03     # dollars a click; true click rates
    predicted, rival = factor * rate, rival_bid * factor * rival_rate
    floor = max(rival, reserve)                                   # dollars an impression
    return {"per click, second price": floor / predicted,
            "per impression, second price": floor,
            "per impression, first price": bid * predicted}


for case, reserve in (("the rival sets the price", 0.0), ("a reserve of 3.5 cents sets it", 0.035)):
    right, high = charges(1.00, reserve), charges(1.01, reserve)
    print(case)
    for rule in right:
        print(f"  {rule:30}{right[rule]:8.4f} ->{high[rule]:8.4f}{high[rule] / right[rule] - 1:+8.1%}")
