#!/bin/sh
# Makes the advisories that are built into the program, from a folder with pysec.tar.gz (pypa/advisory-database) and
# malicious-pypi.tar.gz (ossf/malicious-packages). The same input gives the same bytes; commit the result.
# The dates are those of the input: change them with it, here and in tests/Assay.Tests/Feeds/SnapshotTests.cs.
#
# usage: tools/snapshot.sh FROM [ASSAY…]      ASSAY: the program to build with (default: dotnet run)
set -eu

from=${1:?usage: tools/snapshot.sh FROM [ASSAY…]}
shift
root=$(cd "$(dirname "$0")/.." && pwd)
target="$root/src/Assay/Feeds/advisories.db"
if [ $# -eq 0 ]; then
    set -- dotnet run -c Release --project "$root/src/Assay" --
fi

"$@" db build "$from/pysec.tar.gz" "$from/malicious-pypi.tar.gz" --output "$target" --strict \
    --date pysec=2026-07-23 --date malicious-packages=2025-06-04
chmod 644 "$target"

size=$(wc -c < "$target")
if [ "$size" -gt 5800000 ]; then
    echo "the snapshot has $size bytes, more than the 5.8 MB that it may have" >&2
    exit 1
fi
