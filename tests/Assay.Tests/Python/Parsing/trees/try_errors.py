try: a
b
try: a
except: b
except* c: d
try
x
except A: y
try: a
except as e: b
c
