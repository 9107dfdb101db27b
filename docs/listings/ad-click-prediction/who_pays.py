def charges(factor, reserve):
    bid, rate, rival_bid, rival_rate = 2.00, 0.02, 1.00, 0.03  # dollars a click; click rates
    predicted, rival = factor * rate, rival_bid * factor * rival_rate
    floor = max(rival, reserve)                                # dollars an impression
    return {"per click, second price": floor / predicted,
            "per impression, second price": floor,
            "per impression, first price": bid * predicted}


for case, reserve in (("the rival sets the price", 0.0), ("a reserve of 3.5 cents", 0.035)):
    right, high = charges(1.00, reserve), charges(1.01, reserve)
    print(case)
    for rule, paid in right.items():
        change = high[rule] / paid - 1
        print(f"  {rule:30}{paid:8.4f} ->{high[rule]:8.4f}{change:+8.1%}")
