else: a
except: b
finally: c
elif d: e
case 1: f
in
g = 1
