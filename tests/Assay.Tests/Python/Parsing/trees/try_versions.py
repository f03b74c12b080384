try: a
except A, e: b
try: a
except A, B: c
try: a
except A, B, C: c
try: a
except (A, B), (c, d): e
try: a
except* A: b
except* (B, C) as e: d
try: a
except* A, B: c
try: a
except A, m.B: c
