#!/usr/bin/env python3
"""Pages a second: the guard against nginx with gzip_static, the same page of 2,000 files with core-metadata, in one run.

  bench/page-throughput.py [--assay artifacts/assay] [--files 2000] [--seconds 5]

Needs wrk and nginx (Debian: wrk, nginx-light) and two processors: the servers are kept on the first, wrk on the second. Loopback only.
"""
import argparse, gzip, hashlib, http.server, json, os, re, subprocess, sys, tempfile, threading, time

SCRIPT = """
wrk.headers["Accept"] = "application/vnd.pypi.simple.v1+json"
wrk.headers["Accept-Encoding"] = "gzip"
{auth}
request = function() return wrk.format("GET", "{target}") end
"""


def page(files, base):
    entries = []
    for i in range(files):
        digest = hashlib.sha256(str(i).encode()).hexdigest()
        name = f"wide-1.{i}-py3-none-any.whl"
        entries.append({"filename": name, "url": f"{base}/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{name}", "hashes": {"sha256": digest},
                        "requires-python": ">=3.9", "size": 1000 + i, "upload-time": "2024-01-01T00:00:00.000000Z", "yanked": False,
                        "core-metadata": {"sha256": hashlib.sha256(name.encode()).hexdigest()}})
    return json.dumps({"meta": {"api-version": "1.1"}, "name": "wide", "versions": [f"1.{i}" for i in range(files)], "files": entries}).encode()


class Upstream(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = page(self.server.files, f"http://127.0.0.1:{self.server.server_port}")
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def wrk(address, target, seconds, folder, auth=""):
    script = os.path.join(folder, "request.lua")
    with open(script, "w") as f:
        f.write(SCRIPT.format(auth=auth, target=target))
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c8", f"-d{seconds}s", "-s", script, address]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        sys.exit(f"{address}: {text}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def inside(options):
    """Runs behind the guard: its address and token are in the environment."""
    proxy = re.match(r"http://([^@]+)@([\d.:]+)", os.environ["HTTP_PROXY"])
    import base64
    auth = f'wrk.headers["Proxy-Authorization"] = "Basic {base64.b64encode(proxy[1].encode()).decode()}"'
    with tempfile.TemporaryDirectory() as folder:
        target = os.environ["PIP_INDEX_URL"].rstrip("/") + "/wide/"
        wrk(f"http://{proxy[2]}/", target, 1, folder, auth)
        print(wrk(f"http://{proxy[2]}/", target, options.seconds, folder, auth))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default="artifacts/assay")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return inside(options)
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    upstream.files = options.files
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/html/simple")
        body = page(options.files, "http://127.0.0.1")
        with open(f"{folder}/html/simple/wide", "wb") as f:
            f.write(body)
        with open(f"{folder}/html/simple/wide.gz", "wb") as f:
            f.write(gzip.compress(body, 9))
        with open(f"{folder}/nginx.conf", "w") as f:
            f.write(f"""{"user root;" if os.geteuid() == 0 else ""} worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:18088; root {folder}/html; gzip_static on; keepalive_requests 1000000; default_type application/vnd.pypi.simple.v1+json; }} }}""")
        nginx = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", f"{folder}/nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            bare = wrk("http://127.0.0.1:18088/", "/simple/wide", options.seconds, folder)
            environment = {n: v for n, v in os.environ.items() if not n.upper().startswith(("PIP_", "UV_")) and not n.upper().endswith("_PROXY")}
            environment |= {"PIP_INDEX_URL": f"http://127.0.0.1:{upstream.server_port}/simple", "PIP_CONFIG_FILE": os.devnull}
            guard = subprocess.run(["taskset", "-c", "0", os.path.abspath(options.assay), "--store", f"{folder}/store", "run", "--", "taskset", "-c", "0,1", sys.executable,
                                    os.path.abspath(__file__), "--inside", "--seconds", str(options.seconds)], env=environment, capture_output=True, text=True)
            if guard.returncode != 0:
                sys.exit(guard.stdout + guard.stderr)
            own = float(guard.stdout.split()[0])
        finally:
            nginx.terminate()
    print(f"{options.files} files, {len(body)} bytes: nginx gzip_static {bare:.0f} pages/s, guard {own:.0f} pages/s, {100 * own / bare:.0f} %")


main()
