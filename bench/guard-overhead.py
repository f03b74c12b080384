#!/usr/bin/env python3
"""How much the guard adds to an installation: plain and guarded runs in turn, whole processes, medians and their ratio.

  bench/guard-overhead.py --index URL --package flask [--assay artifacts/assay] [--pairs 10] [--python python3]
  bench/guard-overhead.py --index URL --package flask --uv PATH_OF_UV

The index must be on loopback and serve PACKAGE and what it needs. One run of each kind goes first and is reported apart (first use: nothing
stored); the pairs after it are warm.
"""
import argparse, os, shutil, statistics, subprocess, sys, tempfile, time


def run(command, environment, folder):
    shutil.rmtree(os.path.join(folder, "target"), ignore_errors=True)
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", required=True)
    parser.add_argument("--package", required=True, action="append")
    parser.add_argument("--assay", default="artifacts/assay")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--uv")
    parser.add_argument("--pairs", type=int, default=10)
    options = parser.parse_args()
    assay = os.path.abspath(options.assay)
    with tempfile.TemporaryDirectory() as folder:
        clean = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "UV_")) and not name.upper().endswith("_PROXY")}
        clean |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": options.index, "UV_DEFAULT_INDEX": options.index, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        for package in options.package:
            if options.uv:
                clean["PATH"] = os.path.dirname(os.path.abspath(options.uv)) + os.pathsep + clean["PATH"]
                arguments = ["pip", "install", "--python", options.python, "--target", "target", "--only-binary", ":all:", package]
                plain, guarded = [options.uv, *arguments], [assay, "--store", "store", "uv", *arguments]
            else:
                arguments = ["install", "--no-cache-dir", "--target", "target", "--only-binary", ":all:", package]
                plain, guarded = [options.python, "-m", "pip", *arguments], [assay, "--store", "store", "pip", *arguments]
                clean["PATH"] = os.path.dirname(options.python) + os.pathsep + clean["PATH"]
            for name in ("store", "cache-plain", "cache-guarded"):
                shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
            cold = run(plain, clean | {"UV_CACHE_DIR": "cache-plain"}, folder), run(guarded, clean | {"UV_CACHE_DIR": "cache-guarded"}, folder)
            pairs = [(run(plain, clean | {"UV_CACHE_DIR": "cache-plain"}, folder), run(guarded, clean | {"UV_CACHE_DIR": "cache-guarded"}, folder))
                     for _ in range(options.pairs)]
            a, b = (statistics.median(column) for column in zip(*pairs))
            ratio = statistics.median(guard / bare for bare, guard in pairs)
            print(f"{package}: first use plain {cold[0]:.3f} s, guarded {cold[1]:.3f} s; warm, medians of {options.pairs} pairs: "
                  f"plain {a:.3f} s, guarded {b:.3f} s, median ratio {ratio:.3f}, difference {1000 * (b - a):.0f} ms")


main()
