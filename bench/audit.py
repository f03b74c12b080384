#!/usr/bin/env python3
"""The audit as whole processes: medians, least, processor time and peak memory. DATA is a folder with advisories/pysec.tar.gz,
advisories/malicious-pypi.tar.gz and names/top-pypi-packages.csv; the inputs are made of these, the same each time.

  bench/audit.py --data DATA [--assay artifacts/assay] [--runs 20] [--only small|build|growth|pins]
"""
import argparse, csv, hashlib, os, random, statistics, subprocess, sys, tarfile, tempfile, time


def once(command):
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds, code = time.perf_counter() - begin, os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 3):  # 2 is a failure; found and incomplete are answers.
        sys.exit(f"{' '.join(command)}: exit {code}\n{complaint.decode(errors='replace')}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(what, command, runs, asked=""):
    once(command)
    results = [once(command) for _ in range(runs)]
    seconds, processor, peak = (sorted(result[i] for result in results) for i in range(3))
    row(what, f"{1000 * statistics.median(seconds):.1f}", f"{1000 * seconds[0]:.1f}", f"{1000 * statistics.median(processor):.1f}", f"{peak[-1]:.0f}", asked)


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def table(title):
    print(f"\n{title}\n")
    row("what", "median ms", "least ms", "processor ms, median", "peak MB, most", "asked for")
    row("---", "---", "---", "---", "---", "---")


def pins(data, count):
    """Half of them projects that an advisory is about, half the most downloaded; versions are plausible and made up."""
    with tarfile.open(os.path.join(data, "advisories", "pysec.tar.gz")) as archive:
        known = sorted({name.split("/")[-2].lower() for name in archive.getnames() if name.endswith(".yaml")})
    with open(os.path.join(data, "names", "top-pypi-packages.csv"), newline="") as file:
        popular = [line["project"] for line in csv.DictReader(file)]
    chance = random.Random(1)
    chance.shuffle(known)
    names = list(dict.fromkeys(name for pair in zip(known, popular) for name in pair))
    names += [name for name in popular if name not in set(names)]
    # Past the last real one they are numbered: no two packages of a lock share a name.
    names += [f"{names[i % len(names)]}-{i}" for i in range(len(names), count)]
    return [(name, f"{chance.randrange(6)}.{chance.randrange(20)}.{chance.randrange(12)}") for name in names[:count]]


def digest(name, version, part):
    return "sha256:" + hashlib.sha256(f"{name} {version} {part}".encode()).hexdigest()


def requirements(packages):
    return "".join(f"{name}=={version}\n" for name, version in packages)


def hashed(packages):
    return "".join(f"{name}=={version} \\\n    --hash={digest(name, version, 0)} \\\n    --hash={digest(name, version, 1)}\n" for name, version in packages)


def uv_lock(packages):
    parts = ['version = 1\nrevision = 3\nrequires-python = ">=3.11"\n']
    for i, (name, version) in enumerate(packages):
        address = f"https://files.example.invalid/packages/{digest(name, version, 2)[7:39]}/{name.replace('-', '_')}-{version}"
        needs = "".join(f'    {{ name = "{other}" }},\n' for other, _ in packages[i + 1:i + 4])
        wheels = "".join(
            f'    {{ url = "{address}-cp311-cp311-manylinux_2_17_x86_64_{part}.whl", hash = "{digest(name, version, part)}", size = 123456, upload-time = "2026-01-02T03:04:05.678Z" }},\n'
            for part in range(3))
        parts.append(
            f'\n[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "https://pypi.org/simple" }}\n'
            + (f"dependencies = [\n{needs}]\n" if needs else "")
            + f'sdist = {{ url = "{address}.tar.gz", hash = "{digest(name, version, 9)}", size = 123456, upload-time = "2026-01-02T03:04:05.678Z" }}\nwheels = [\n{wheels}]\n')
    return "".join(parts)


def poetry_lock(packages):
    parts = []
    for i, (name, version) in enumerate(packages):
        files = "".join(f'    {{file = "{name}-{version}-{part}.whl", hash = "{digest(name, version, part)}"}},\n' for part in range(4))
        needs = "".join(f'{other} = ">=0"\n' for other, _ in packages[i + 1:i + 4])
        parts.append(
            f'[[package]]\nname = "{name}"\nversion = "{version}"\ndescription = "One of many."\noptional = false\npython-versions = ">=3.9"\n'
            f'groups = ["main"]\nfiles = [\n{files}]\n' + (f"\n[package.dependencies]\n{needs}" if needs else "") + "\n")
    return "".join(parts) + '[metadata]\nlock-version = "2.1"\npython-versions = ">=3.11"\ncontent-hash = "' + 64 * "0" + '"\n'


def pylock(packages):
    parts = ['lock-version = "1.0"\nrequires-python = ">=3.11"\ncreated-by = "bench"\n']
    for name, version in packages:
        wheels = "".join(
            f'    {{ name = "{name}-{version}-{part}-py3-none-any.whl", url = "https://files.example.invalid/{name}-{version}-{part}.whl", size = 123456, '
            f'hashes = {{ sha256 = "{digest(name, version, part)[7:]}" }} }},\n' for part in range(3))
        parts.append(f'\n[[packages]]\nname = "{name}"\nversion = "{version}"\nindex = "https://pypi.org/simple"\nwheels = [\n{wheels}]\n')
    return "".join(parts)


FORMATS = [("requirements.txt", requirements), ("requirements-hashed.txt", hashed), ("uv.lock", uv_lock), ("poetry.lock", poetry_lock), ("pylock.toml", pylock)]


def apart(function, *arguments):
    """Calls it in a process of its own: what a process starts begins with that process's peak memory, so this one must stay small."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            function(*arguments)
            code = 0
        finally:
            os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
        sys.exit("the input could not be made")


def write_list(path, data, make, count, repeat=1):
    write(os.path.dirname(path), os.path.basename(path), make(pins(data, count) * repeat))
    return path


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def environment(folder, data, count):
    """A virtual environment as its installers leave it: metadata of a few kilobytes and a module a package."""
    packages = pins(data, count)
    write(folder, "pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n")
    write(folder, "bin/activate", "")
    site = os.path.join(folder, "lib", "python3.11", "site-packages")
    for name, version in packages:
        module = name.replace("-", "_").replace(".", "_")
        info = f"{module}-{version}.dist-info"
        write(site, f"{module}/__init__.py", "")
        write(site, f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: One of many\n\n" + "What it is for.\n" * 300)
        write(site, f"{info}/INSTALLER", "pip\n")
        write(site, f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        write(site, f"{info}/RECORD", f"{module}/__init__.py,,\n{info}/METADATA,,\n{info}/INSTALLER,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default="artifacts/assay")
    parser.add_argument("--data", required=True)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", choices=["small", "build", "growth", "pins"])
    options = parser.parse_args()
    data = os.path.abspath(options.data)
    with tempfile.TemporaryDirectory() as folder:
        base = [os.path.abspath(options.assay), "--store", os.path.join(folder, "store")]
        audit = base + ["audit"]

        def chosen(part):
            return options.only in (None, part)

        print(f"binary: {os.path.getsize(base[0]) / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}")
        if chosen("small"):
            table(f"Whole processes, of {options.runs}")
            measure("`--version`", [base[0], "--version"], options.runs)
            for name, make in FORMATS:
                path = os.path.join(folder, "692", name)
                apart(write_list, path, data, make, 692)
                measure(f"692 packages, `{name}` ({os.path.getsize(path) / 1000:.0f} kB)", audit + [path], options.runs, "30 ms, 40 MB")
            for form in ("json", "sarif"):
                measure(f"692 packages, `requirements.txt`, `--format {form}`", audit + ["--format", form, os.path.join(folder, "692/requirements.txt")], options.runs)
            measure("692 pins, `--pins`", audit + ["--pins", os.path.join(folder, "692/requirements.txt")], options.runs)
            apart(environment, os.path.join(folder, "venv"), data, 100)
            measure("environment of 100 packages", audit + ["--path", os.path.join(folder, "venv")], options.runs, "40 ms")

        if chosen("build"):
            table("Index, of 3")
            index = os.path.join(folder, "advisories.db")
            feeds = [os.path.join(data, "advisories", name) for name in ("pysec.tar.gz", "malicious-pypi.tar.gz")]
            measure("`db build` of PYSEC and MAL", base + ["db", "build", *feeds, "--output", index], 3, "10 s, 300 MB")
            measure("`db verify` of it", base + ["db", "verify", "--db", index], 3)
            print(f"\nindex: {os.path.getsize(index) / 1e6:.2f} MB (asked for: at most 8)")

        if chosen("growth"):
            table("Growth, of 3")
            for name, make in FORMATS:
                for count in (1_000, 10_000, 100_000):
                    path = os.path.join(folder, str(count), name)
                    apart(write_list, path, data, make, count)
                    measure(f"{count:,} packages, `{name}` ({os.path.getsize(path) / 1e6:.1f} MB)", audit + [path], 3)
                    os.remove(path)

        if chosen("pins"):
            table("Pins, of 3")
            for count in (1_000, 10_000, 100_000, 1_000_000):
                path = os.path.join(folder, "pins.txt")
                apart(write_list, path, data, requirements, min(count, 20_000), max(1, count // 20_000))
                measure(f"{count:,} pins, `--pins`", audit + ["--pins", path], 3)


if __name__ == "__main__":
    main()
