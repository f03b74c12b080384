await x
await f(y)[0].z
await (a)
await = 1
await + 1
print(await)
a ** await b ** c
async = await
