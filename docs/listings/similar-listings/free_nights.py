# one bit a home (A is the lowest); a column for each night, and one for "four guests fit"
free = {"Fri": 0b01111, "Sat": 0b01101, "Sun": 0b11101}
fits = 0b11011

left = fits
for night in ("Fri", "Sat", "Sun"):
    left &= free[night]
    print(night, f"{left:05b}")
print("free for the whole stay:", [h for i, h in enumerate("ABCDE") if left >> i & 1])
