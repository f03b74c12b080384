#!/usr/bin/env python3
"""Whole processes: start, one wheel, one folder of distributions. Each scan has an empty store and a fresh process.

  bench/processes.py [--assay artifacts/assay] [--wheel FILE] [--folder DIR] [--runs 20]
"""
import argparse, os, resource, shutil, statistics, subprocess, tempfile, time


def once(command):
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - begin, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default="artifacts/assay")
    parser.add_argument("--wheel")
    parser.add_argument("--folder")
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    assay = os.path.abspath(options.assay)
    print(f"binary: {os.path.getsize(assay) / 1e6:.1f} MB")
    starts = [once([assay, "--version"])[0] for _ in range(options.runs)]
    print(f"--version: median {1000 * statistics.median(starts):.1f} ms, least {1000 * min(starts):.1f} ms, of {options.runs}")
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        if options.wheel:
            runs = []
            for _ in range(options.runs):
                shutil.rmtree(store, ignore_errors=True)
                runs.append(once([assay, "--store", store, "scan", options.wheel])[0])
            print(f"scan of {os.path.getsize(options.wheel) / 1000:.0f} kB: median {1000 * statistics.median(runs):.1f} ms, least {1000 * min(runs):.1f} ms")
        if options.folder:
            size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(options.folder) for f in files if not f.endswith(".tsv"))
            runs = []
            for _ in range(5):
                shutil.rmtree(store, ignore_errors=True)
                runs.append(once([assay, "--store", store, "scan", "--format", "jsonl", "--output", os.path.join(folder, "out.jsonl"), options.folder]))
            seconds, processor = statistics.median(run[0] for run in runs), statistics.median(run[2] for run in runs)
            print(f"scan of {size / 1e6:.1f} MB: median {seconds:.2f} s = {size / 1e6 / seconds:.0f} MB/s of archive, {processor:.2f} s of processor time, "
                  f"peak {max(run[1] for run in runs):.0f} MB, of 5")


main()
