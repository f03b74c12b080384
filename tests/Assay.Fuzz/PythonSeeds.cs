using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Assay.Fuzz;

/// <summary>Small Python files, as text and as bytecode.</summary>
internal static class PythonSeeds
{
    public static ImmutableArray<byte[]> Sources() =>
    [
        .. new[]
        {
            "import os, a.b as c\nfrom . import x as y, (z)\nfrom m import *\n@d(1)\nasync def f(a, /, b: int = 1, *c, d=2, **e) -> x:\n    async with a as b, c: await d\n    return [i async for i in j if k]\n",
            "class A[T: int = str](B, metaclass=C):\n\tx: int = 1\n\tdef m(self): yield from self.y; pass\nmatch p:\n    case {'a': [1, *_], **r} | A(x=-1.5+2j) if q: ...\n    case _: raise E from None\n",
            "print >>f, `x`, 0777, 10L, ur'\\u1234'; exec 'a' in b\ntry:\n  pass\nexcept E, e: raise T, v, t\nexcept* (A, B) as g: pass\nelse: global n\nfinally: del a[1:2, ...], b.c\n",
            "x = f'{a!r:>{w}} {{}} {f\"{b['k']}\"}' rb'\\xff\\n' b\"\"\"m\n\"\"\" '\\N{DASH}\\x41\\101'\ny = t'{z=}' if a <> b else lambda *a, k=1: (yield)\nwith (open(p) as q, r): z = (w := 1_000.5e-3j) @ ~v ** -2\n",
            "# -*- coding: latin-1 -*-\r\ns = '\xE9'\r\n\f\\\r\nwhile 1:\r  if a: break\r  elif b: continue\r  else: assert c, d\r{**a, 'b': c}; {*a}; {k: v for k, v in e}; a[b, *c]; not a is not b not in c\n",
            "# coding: utf-7\n+AG8-s\n",
            "type X[*Ts, **P] = a\nlazy import b\n((((\n]]]\n  x = )\n'unclosed\n\"\"\"open\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    // The first byte chooses between a file and marshalled data.
    public static ImmutableArray<byte[]> Bytecode()
    {
        Assembly assembly = typeof(PythonSeeds).Assembly;
        List<byte[]> seeds = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".pyc.base64", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            byte[] file = Convert.FromBase64String(reader.ReadToEnd());
            seeds.Add([0, .. file]);
            seeds.Add([1, .. file.AsSpan(name.StartsWith('2') ? 8 : name.StartsWith("3.6", StringComparison.Ordinal) ? 12 : 16)]);
        }

        return [.. seeds];
    }
}
