class Window:
    def __init__(self, length):
        self.length, self.times = length, {}

    def count_and_read(self, payment, second):  # one step, so no two attempts read the same count
        self.times.setdefault(payment, second)  # a resent payment keeps its first time
        return sum(time > second - self.length for time in self.times.values())


tries = [(f"p{n}", 560 + 10 * n) for n in range(8)] + [("p7", 631)]  # eight tries, one sent twice
exact, fixed = Window(600), {}
for payment, second in tries:
    fixed[second // 600] = fixed.get(second // 600, 0) + 1
    sliding = exact.count_and_read(payment, second)
print("fixed ten minutes", list(fixed.values()), "| sliding", sliding)
