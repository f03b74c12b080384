a = f(1,
def g():
    b = [1, 2
    return b
class C:
    x = {
    def h(self): pass
import os
