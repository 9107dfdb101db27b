import numpy as np

chance, frames, dt, wobble = np.random.default_rng(7), 60, 0.1, 1.0  # 6 s; m/s² of a walker
noise = np.linspace(0.7, 0.1, frames)  # metres: far first, near at the end


def track(seen, noise):  # the path that fits what was seen and changes speed little
    bend = np.diff(np.eye(len(seen)), 2, axis=0) / (wobble * dt**2)
    return np.linalg.solve(np.diag(noise**-2) + bend.T @ bend, seen / noise**2)


errors = []
for _ in range(100):
    true = np.cumsum(1.4 + np.cumsum(chance.normal(0, wobble * dt, frames))) * dt
    seen = chance.normal(true, noise)
    live = [track(seen[: t + 1], noise[: t + 1])[-1] for t in range(frames)]
    errors.append([seen - true, live - true, track(seen, noise) - true])
for which, name in enumerate(("one frame", "on board", "hindsight")):
    kind = np.array(errors)[:, which]
    far, middle = (np.sqrt((part**2).mean()) for part in (kind[:, 2:20], kind[:, 20:40]))
    print(f"{name}: {far:.2f} m, {middle:.2f} m")
