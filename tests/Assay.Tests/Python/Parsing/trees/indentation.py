if a:
	b
        c
if d:
    e

    # comment
  # comment to the left

    f
g
