quotes, done, paid = {}, {}, []


def quote(number, customer, amount, until):  # made by code, from record and rules
    quotes[number] = (customer, amount, until)


def press(number, customer, now):  # called by the button; the model has no way here
    owner, amount, until = quotes[number]
    if customer != owner or (now > until and number not in done):
        return "refused"
    if number not in done:  # the quote's number is the key: a second press pays nothing
        paid.append(amount)
        done[number] = f"paid {amount}"
    return done[number]


quote("q17", "ana", 180, until=600)
print(press("q17", "bob", 10), "|", press("q17", "ana", 30), "|", press("q17", "ana", 700))
print("in all:", sum(paid))
