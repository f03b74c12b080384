x = foo(
y = 1
z(2)
import os
