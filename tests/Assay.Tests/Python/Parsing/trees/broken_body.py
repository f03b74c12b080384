def f():
    a = 1
    b = = 2
    c = 3

class A:
    def g(self):
        return x y
    def h(self):
        return 1
