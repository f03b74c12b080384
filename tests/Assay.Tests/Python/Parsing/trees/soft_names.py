async = 1
await, async = async, await
lazy = 1
lazy.x
nonlocal = print = exec = 2
def async(await): pass
class type: pass
lazy
type
async.x(await=1)
