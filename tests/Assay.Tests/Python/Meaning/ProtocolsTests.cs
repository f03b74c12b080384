namespace Assay.Tests.Python.Meaning;

/// <summary>What Python calls by itself is called, and what was put elsewhere is found there again.</summary>
public sealed class ProtocolsTests
{
    private const string Import = "import os, pickle, random, sys, types, collections, string, uuid\n";

    [Theory]
    [InlineData("class A:\n  def __or__(s, o): os.system(o)\nA() | 'x'")]
    [InlineData("class A:\n  def __rmatmul__(s, o): os.system(o)\n'x' @ A()")]
    [InlineData("class A:\n  def __neg__(s): os.system('x')\n-A()")]
    [InlineData("class A:\n  def __lt__(s, o): os.system(o)\nA() < 'x'")]
    [InlineData("class A:\n  def __contains__(s, o): os.system(o)\n'x' in A()")]
    [InlineData("class A:\n  def __str__(s): os.system('x')\nprint(A())")]
    [InlineData("class A:\n  def __format__(s, f): os.system('x')\nf'{A()}'")]
    [InlineData("class A:\n  def __len__(s): os.system('x')\nlen(A())")]
    [InlineData("class A:\n  def __iter__(s): return s\n  def __next__(s): os.system('x')\nfor _ in A(): pass")]
    [InlineData("class A:\n  def __getattribute__(s, n): os.system(n)\nA().x")]
    [InlineData("class A:\n  def __class_getitem__(c, k): os.system(k)\nA['x']")]
    [InlineData("class A(dict):\n  def __missing__(s, k): os.system(k)\nA()['x']")]
    [InlineData("class A:\n  def __del__(s): os.system('x')\nA()")]
    [InlineData("class E(Exception):\n  def __init__(s): os.system('x')\ntry: raise E\nexcept E: pass")]
    [InlineData("class M(type):\n  @classmethod\n  def __prepare__(m, n, b): os.system('x')\nclass A(metaclass=M): pass")]
    [InlineData("class F:\n  def find_spec(s, n, p, t=None): os.system('x')\nsys.meta_path.insert(0, F())")]
    [InlineData("@os.system\n@lambda f: 'x'\ndef f(): pass")]
    public void A_special_method_runs_where_python_calls_it(string text) => Assert.Contains("Import os.system('x')", Seen.In(Import + text));

    [Theory]
    [InlineData("match ('x', os.system):\n  case (c, f): f(c)")]
    [InlineData("match ['y', 'x', os.system]:\n  case [_, *r, f]: f(r[0])")]
    [InlineData("N = collections.namedtuple('N', 'f c')\nn = N(os.system, 'x')\nn.f(n.c)")]
    [InlineData("n = types.SimpleNamespace(f=os.system, c='x')\nn.f(n.c)")]
    [InlineData("import dataclasses\n@dataclasses.dataclass\nclass D:\n  c: str\n  def __post_init__(s): os.system(s.c)\nD('x')")]
    [InlineData("import enum\nclass E(enum.Enum):\n  A = 'x'\nos.system(E.A.value)")]
    [InlineData("import builtins\nbuiltins.zz = os.system\nzz('x')")]
    [InlineData("sys.zz = os.system\nsys.zz('x')")]
    [InlineData("os.environ['Q'] = 'x'\nos.system(os.environ['Q'])")]
    [InlineData("os.environ['Q'] = 'x'\nos.system(os.getenv('Q'))")]
    [InlineData("random.choice([os.system])('x')")]
    [InlineData("globals()[[k for k in globals() if k == 'os'][0]].system('x')")]
    [InlineData("try: 1/0\nexcept ZeroDivisionError as e: e.__traceback__.tb_frame.f_globals['__builtins__']['__import__']('os').system('x')")]
    [InlineData("().__class__.__base__.__subclasses__()[0].__init__.__globals__['system']('x')")]
    [InlineData("os.system(string.Template('$a').substitute(a='x'))")]
    [InlineData("os.system(string.Template('${a}').safe_substitute({'a': 'x'}))")]
    [InlineData("os.system(uuid.UUID('78000000-0000-0000-0000-000000000000').bytes.decode().strip('\\0'))")]
    public void What_was_put_somewhere_is_found_there(string text) => Assert.Contains("Import os.system('x'", string.Join('\n', Seen.In(Import + text)));

    [Theory]
    [InlineData("pickle.loads(b\"cos\\nsystem\\n(S'x'\\ntR.\")")]
    [InlineData("pickle.loads(b\"(S'x'\\nios\\nsystem\\n.\")")]
    [InlineData("pickle.loads(b'\\x80\\x04\\x95\\x1b\\0\\0\\0\\0\\0\\0\\0\\x8c\\x02os\\x94\\x8c\\x06system\\x94\\x93\\x94\\x8c\\x01x\\x94\\x85\\x94R\\x94.')")]
    [InlineData("class A:\n  def __reduce__(s): return (os.system, ('x',))\npickle.loads(pickle.dumps(A()))")]
    public void A_pickle_calls_what_it_names(string text) => Assert.Contains("Import os.system('x')", Seen.In(Import + text));

    [Theory]
    [InlineData("pickle.loads(b'')")]
    [InlineData("pickle.loads(b'R')")]
    [InlineData("pickle.loads(b'c')")]
    [InlineData("pickle.loads(b'X\\xff\\xff\\xff\\xff')")]
    [InlineData("pickle.loads(b'\\x8e\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff')")]
    [InlineData("pickle.loads(b'\\x95')")]
    [InlineData("pickle.loads(b'" + "r\\xff" + "')")]
    [InlineData("pickle.loads(b']q\\0h\\0a0h\\0.')")]
    [InlineData("pickle.loads(b'" + "2222222222R0.')")]
    [InlineData("pickle.loads(b']' + b'2a' * 50000 + b'.')")]
    [InlineData("pickle.loads(b'N' + b'\\x85' * 100000 + b'.')")]
    [InlineData("pickle.loads(b'(' * 1000 + b'2' * 100000 + b'R' * 100000)")]
    public void A_broken_pickle_does_nothing(string text) => Assert.DoesNotContain("os.system", string.Join('\n', Seen.In(Import + text)));

    [Theory]
    [InlineData("import hashlib\nh = hashlib.md5(b'a')\nos.system(h.hexdigest())", "os.system('0cc175b9c0f1b6a831c399e269772661')")]
    [InlineData("import hashlib\nh = hashlib.md5(b'a')\nh.update(b'b')\nos.system(h.hexdigest())", "os.system(hashlib.md5().hexdigest())")]
    [InlineData("from Crypto.Cipher import ARC4\nc = ARC4.new(b'Key')\nos.system(c.decrypt(bytes.fromhex('BBF316E8D940AF0AD3')).decode())", "os.system('Plaintext'")]
    [InlineData("from Crypto.Cipher import ARC4\nc = ARC4.new(b'Key')\nc.decrypt(b'abc')\nos.system(c.decrypt(b'abc'))", "os.system(Crypto.Cipher.ARC4.new().decrypt()")]
    public void Methods_of_what_a_call_returned_fold_until_it_changes(string text, string seen) => Assert.Contains(seen, string.Join('\n', Seen.In(Import + text)));
}
