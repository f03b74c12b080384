async def f():
    async for a in b: c
    async with d: e
    [x async for x in y]
    (x async for x in y if await z)
async
