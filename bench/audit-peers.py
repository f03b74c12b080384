#!/usr/bin/env python3
"""Assay's audit beside uv's, in turn and in one run: the same uv.lock, the same advisories. uv asks the guard's service of advisories and an
empty index, both on loopback, the index's answers being in its cache: what is measured of it holds no network. Assay's audit asks nobody.
DATA as for audit.py.

  bench/audit-peers.py --data DATA --uv PATH_OF_UV [--assay artifacts/assay] [--packages 120] [--runs 20]
"""
import argparse, http.server, importlib.util, os, statistics, subprocess, sys, tempfile, threading

SPEC = importlib.util.spec_from_file_location("audit", os.path.join(os.path.dirname(os.path.abspath(__file__)), "audit.py"))
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)


class EmptyIndex(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rstrip("/").rsplit("/", 1)[-1]
        page = f'{{"meta":{{"api-version":"1.1"}},"name":"{name}","versions":[],"files":[]}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


def project(folder, data, count, index):
    packages = audit.pins(data, count)
    names = ",\n".join(f'  "{name}"' for name, _ in packages)
    audit.write(folder, "pyproject.toml", f'[project]\nname = "bench"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = [\n{names},\n]\n')
    needs = "".join(f'    {{ name = "{name}" }},\n' for name, _ in packages)
    wants = "".join(f'    {{ name = "{name}" }},\n' for name, _ in packages)
    own = (f'\n[[package]]\nname = "bench"\nversion = "1"\nsource = {{ virtual = "." }}\ndependencies = [\n{needs}]\n'
           f'\n[package.metadata]\nrequires-dist = [\n{wants}]\n')
    audit.write(folder, "uv.lock", audit.uv_lock(packages).replace("https://pypi.org/simple", index) + own)


def inside(options):
    """Within `assay run`, where ASSAY_OSV_URL is the guard's service; nothing else of uv's goes through the guard."""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost"
    lock = os.path.join(options.inside, "uv.lock")
    uv = [options.uv, "--directory", options.inside, "--cache-dir", os.path.join(options.inside, "cache"), "audit", "--frozen", "--service-url", os.environ["ASSAY_OSV_URL"]]
    assay = [options.assay, "--store", os.path.join(options.inside, "store"), "audit", lock]
    for command in (uv, assay):
        end = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if end.returncode != 1:
            sys.exit(f"{' '.join(command)}: exit {end.returncode}, where vulnerabilities were to be found\n{end.stderr}")
    pairs = [(audit.once(uv), audit.once(assay)) for _ in range(options.runs)]
    audit.table(f"{options.packages} packages, `uv.lock`, pairs in turn, of {options.runs}")
    for i, name in enumerate(("`uv audit`, service on loopback, cache warm", "`assay audit`")):
        seconds, processor, peak = (sorted(pair[i][j] for pair in pairs) for j in range(3))
        audit.row(name, f"{1000 * statistics.median(seconds):.1f}", f"{1000 * seconds[0]:.1f}", f"{1000 * statistics.median(processor):.1f}", f"{peak[-1]:.0f}", "")
    print(f"\nuv's time is {statistics.median(a[0] / b[0] for a, b in pairs):.1f} times Assay's (median of the pairs)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default="artifacts/assay")
    parser.add_argument("--data", required=True)
    parser.add_argument("--uv", required=True)
    parser.add_argument("--packages", type=int, default=120)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return inside(options)
    options.assay, options.uv = os.path.abspath(options.assay), os.path.abspath(options.uv)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), EmptyIndex)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        audit.apart(project, folder, os.path.abspath(options.data), options.packages, f"http://localhost:{server.server_port}/simple")
        again = [sys.executable, os.path.abspath(__file__), "--inside", folder, "--data", options.data, "--assay", options.assay, "--uv", options.uv,
                 "--packages", str(options.packages), "--runs", str(options.runs)]
        sys.exit(subprocess.run([options.assay, "--store", os.path.join(folder, "guard"), "run", "--", *again]).returncode)


if __name__ == "__main__":
    main()
