raise
raise a
raise a from b
raise a, b
raise a, b, c
raise a(b), None, c
