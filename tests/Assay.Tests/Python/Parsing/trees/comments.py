# first
a = 1  # second
#!third
def f():
    # only a comment before
    pass
    # and behind
# last
