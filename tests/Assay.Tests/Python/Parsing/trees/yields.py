def f():
    yield
    yield 1, 2
    x = yield
    x = yield from y
    (yield)
    return (yield x)
    await y
