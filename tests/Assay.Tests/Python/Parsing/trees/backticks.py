`a`
`a, b`
x = `f(``y``)` if z else `1`
