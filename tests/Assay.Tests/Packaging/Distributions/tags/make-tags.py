"""Writes tags.json: the tags that pypa/packaging computes for some machines.

    python3 make-tags.py FOLDER_OF_PACKAGING_26_4 > tags.json
"""
import hashlib
import json
import sys

sys.path.insert(0, sys.argv[1])

from packaging import _manylinux, _musllinux, tags


def linux(machine, glibc=None, musl=None):
    _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(*(glibc or (-1, -1)))
    _manylinux._have_compatible_abi = lambda executable, archs: True
    _manylinux._get_manylinux_module = lambda: None
    _musllinux._get_musl_version = lambda executable: _musllinux._MuslVersion(*musl) if musl else None
    tags.sysconfig.get_platform = lambda: "linux-" + machine
    return list(tags._linux_platforms(is_32bit=False))


def cpython(version, platforms, abi=None):
    abi = abi or f"cp{version[0]}{version[1]}"
    yield from tags.cpython_tags(version, [abi], platforms)
    yield from tags.compatible_tags(version, f"cp{version[0]}{version[1]}", platforms)


def pypy(version, own, platforms):
    yield from tags.generic_tags(f"pp{version[0]}{version[1]}", [f"pypy{version[0]}{version[1]}_pp{own[0]}{own[1]}"], platforms)
    yield from tags.compatible_tags(version, f"pp{version[0]}", platforms)


CASES = [
    (["3.11.7", "CPython", "3.11.7", "Linux", "x86_64", "glibc", "2.36", False], cpython((3, 11), linux("x86_64", (2, 36)))),
    (["3.9.1", "CPython", "3.9.1", "Linux", "aarch64", "glibc", "2.31", False], cpython((3, 9), linux("aarch64", (2, 31)))),
    (["3.12.0", "CPython", "3.12.0", "Linux", "x86_64", "musl", "1.2", False], cpython((3, 12), linux("x86_64", musl=(1, 2)))),
    (["3.13.1", "CPython", "3.13.1", "Linux", "x86_64", "glibc", "2.39", True], cpython((3, 13), linux("x86_64", (2, 39)), "cp313t")),
    (["3.15.0", "CPython", "3.15.0", "Linux", "x86_64", "glibc", "2.39", True], cpython((3, 15), linux("x86_64", (2, 39)), "cp315t")),
    (["3.7.2", "CPython", "3.7.2", "Linux", "x86_64", "glibc", "2.17", False], cpython((3, 7), linux("x86_64", (2, 17)), "cp37m")),
    (["2.7.18", "CPython", "2.7.18", "Linux", "x86_64", "glibc", "2.17", False], cpython((2, 7), linux("x86_64", (2, 17)), "cp27mu")),
    (["3.10.4", "CPython", "3.10.4", "Linux", "armv8l", "glibc", "2.31", False], cpython((3, 10), linux("armv8l", (2, 31)))),
    (["3.10.4", "CPython", "3.10.4", "Linux", "mips64", None, None, False], cpython((3, 10), linux("mips64"))),
    (["3.12.4", "CPython", "3.12.4", "Darwin", "arm64", None, "14.5", False], cpython((3, 12), list(tags.mac_platforms((14, 5), "arm64")))),
    (["3.12.4", "CPython", "3.12.4", "Darwin", "x86_64", None, "13.0", False], cpython((3, 12), list(tags.mac_platforms((13, 0), "x86_64")))),
    (["3.8.4", "CPython", "3.8.4", "Darwin", "x86_64", None, "10.15", False], cpython((3, 8), list(tags.mac_platforms((10, 15), "x86_64")))),
    (["3.14.0", "CPython", "3.14.0", "Windows", "AMD64", None, None, False], cpython((3, 14), ["win_amd64"])),
    (["3.14.0", "CPython", "3.14.0", "Windows", "x86", None, None, False], cpython((3, 14), ["win32"])),
    (["3.14.0", "CPython", "3.14.0", "Windows", "ARM64", None, None, False], cpython((3, 14), ["win_arm64"])),
    (["3.10.14", "PyPy", "7.3.17", "Linux", "x86_64", "glibc", "2.36", False], pypy((3, 10), (7, 3), linux("x86_64", (2, 36)))),
]

print("[")
rows = []
for client, found in CASES:
    found = [str(tag) for tag in dict.fromkeys(found)]
    rows.append(json.dumps({
        "client": client,
        "count": len(found),
        "sha256": hashlib.sha256("\n".join(found).encode()).hexdigest(),
        "sample": found[:: max(1, len(found) // 12)],
    }))
print(",\n".join(rows))
print("]")
