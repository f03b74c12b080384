try: a
except: b
try:
    a
except A: b
except (A, B) as e:
    c
else: d
finally: e
try: a
finally: b
