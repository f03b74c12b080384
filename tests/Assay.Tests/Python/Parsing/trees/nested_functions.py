def a():
    def b():
        def c():
            return lambda: (yield)
        return c
    return b
