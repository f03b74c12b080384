using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>What calls functions later, elsewhere or in place of others.</summary>
internal static class ApisOfTime
{
    private const string Threading = "library/threading";
    private const string Asyncio = "library/asyncio-eventloop";
    private const string Futures = "library/concurrent.futures";
    private const string Multiprocessing = "library/multiprocessing";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("threading.Thread", Defer, null, Threading) { Invokes = ["1|target"] },
        new("threading.Timer", Defer, "0|interval", Threading) { Invokes = ["1|function"] },
        new("threading.setprofile", Defer, null, Threading) { Invokes = ["0|func"] },
        new("threading.settrace", Defer, null, Threading) { Invokes = ["0|func"] },
        new("_thread.start_new_thread", Defer, null, "library/_thread") { Invokes = ["0"] },
        new("_thread.start_new", Defer, null, "library/_thread") { SameAs = "_thread.start_new_thread" },
        new("thread.start_new_thread", Defer, null, "2.7/library/thread") { SameAs = "_thread.start_new_thread" },
        new("multiprocessing.Process", Defer, null, Multiprocessing) { Invokes = ["1|target"] },
        new("multiprocessing.context.Process", Defer, null, Multiprocessing) { SameAs = "multiprocessing.Process" },
        new("multiprocessing.get_context().Process", Defer, null, Multiprocessing) { SameAs = "multiprocessing.Process" },
        new("multiprocess.Process", Defer, null, "multiprocess") { SameAs = "multiprocessing.Process" },
        new("billiard.Process", Defer, null, "billiard") { SameAs = "multiprocessing.Process" },
        new("contextvars.copy_context().run", Defer, null, "library/contextvars") { Invokes = ["0|callable"] },
        new("contextvars.Context().run", Defer, null, "library/contextvars") { Invokes = ["0|callable"] },
        new("sqlite3.connect().create_function", Defer, "0|name", "library/sqlite3") { Invokes = ["2|func"] },
        new("multiprocessing.Pool().apply", Defer, null, Multiprocessing) { Invokes = ["0|func"] },
        new("multiprocessing.Pool().apply_async", Defer, null, Multiprocessing) { Invokes = ["0|func", "callback"] },
        new("multiprocessing.Pool().map", Defer, null, Multiprocessing) { Invokes = ["0|func"] },
        new("multiprocessing.Pool().map_async", Defer, null, Multiprocessing) { Invokes = ["0|func", "callback"] },
        new("multiprocessing.Pool().starmap", Defer, null, Multiprocessing) { Invokes = ["0|func"] },
        new("multiprocessing.Pool().imap", Defer, null, Multiprocessing) { Invokes = ["0|func"] },
        new("multiprocessing.Pool().imap_unordered", Defer, null, Multiprocessing) { Invokes = ["0|func"] },
        new("concurrent.futures.ThreadPoolExecutor().submit", Defer, null, Futures) { Invokes = ["0|fn"] },
        new("concurrent.futures.ThreadPoolExecutor().map", Defer, null, Futures) { Invokes = ["0|func"] },
        new("concurrent.futures.ProcessPoolExecutor().submit", Defer, null, Futures) { Invokes = ["0|fn"] },
        new("concurrent.futures.ProcessPoolExecutor().map", Defer, null, Futures) { Invokes = ["0|func"] },
        new("atexit.register", Defer, null, "library/atexit") { Invokes = ["0|func"] },
        new("weakref.finalize", Defer, null, "library/weakref") { Invokes = ["1|func"] },
        new("signal.signal", Defer, "0|signalnum", "library/signal") { Invokes = ["1|handler"] },
        new("os.fork", Defer, null, "library/os"),
        new("os.register_at_fork", Defer, null, "library/os") { Invokes = ["before", "after_in_child", "after_in_parent"] },
        new("sched.scheduler().enter", Defer, "0|delay", "library/sched") { Invokes = ["2|action"] },
        new("sched.scheduler().enterabs", Defer, "0|time", "library/sched") { Invokes = ["2|action"] },
        new("asyncio.run", Defer, null, "library/asyncio-runner") { Invokes = ["0|main"] },
        new("asyncio.create_task", Defer, null, "library/asyncio-task") { Invokes = ["0|coro"] },
        new("asyncio.ensure_future", Defer, null, "library/asyncio-future") { Invokes = ["0|coro_or_future"] },
        new("asyncio.gather", Defer, null, "library/asyncio-task") { Invokes = ["0", "1", "2", "3", "4", "5", "6", "7"] },
        new("asyncio.wait_for", Defer, null, "library/asyncio-task") { Invokes = ["0|fut|aw"] },
        new("asyncio.to_thread", Defer, null, "library/asyncio-task") { Invokes = ["0|func"] },
        new("asyncio.run_coroutine_threadsafe", Defer, null, "library/asyncio-task") { Invokes = ["0|coro"] },
        new("asyncio.get_event_loop().run_until_complete", Defer, null, Asyncio) { Invokes = ["0|future"] },
        new("asyncio.get_event_loop().create_task", Defer, null, Asyncio) { Invokes = ["0|coro"] },
        new("asyncio.get_event_loop().call_soon", Defer, null, Asyncio) { Invokes = ["0|callback"] },
        new("asyncio.get_event_loop().call_later", Defer, "0|delay", Asyncio) { Invokes = ["1|callback"] },
        new("asyncio.get_event_loop().run_in_executor", Defer, null, Asyncio) { Invokes = ["1|func"] },
        new("asyncio.TaskGroup().create_task", Defer, null, "library/asyncio-task") { Invokes = ["0|coro"] },
        new("anyio.run", Defer, null, "anyio/basics") { Invokes = ["0|func"] },
        new("trio.run", Defer, null, "trio/reference-core") { Invokes = ["0|async_fn"] },
        new("gevent.spawn", Defer, null, "gevent/greenlet") { Invokes = ["0"] },
        new("gevent.Greenlet.spawn", Defer, null, "gevent/greenlet") { SameAs = "gevent.spawn" },
        new("eventlet.spawn", Defer, null, "eventlet/basic_usage") { Invokes = ["0|func"] },
        new("schedule.every().seconds.do", Defer, null, "schedule") { Invokes = ["0|job_func"] },
        new("schedule.every().minutes.do", Defer, null, "schedule") { Invokes = ["0|job_func"] },
        new("schedule.every().hours.do", Defer, null, "schedule") { Invokes = ["0|job_func"] },
        new("schedule.every().day.do", Defer, null, "schedule") { Invokes = ["0|job_func"] },
        new("apscheduler.schedulers.background.BackgroundScheduler().add_job", Defer, null, "apscheduler/userguide") { Invokes = ["0|func"] },
        new("apscheduler.schedulers.blocking.BlockingScheduler().add_job", Defer, null, "apscheduler/userguide") { Invokes = ["0|func"] },
        new("sys.addaudithook", ReplaceFunction, null, "library/sys") { Invokes = ["0|hook"] },
        new("sys.settrace", ReplaceFunction, null, "library/sys") { Invokes = ["0|function"] },
        new("sys.setprofile", ReplaceFunction, null, "library/sys") { Invokes = ["0|function"] },
        new("sys.meta_path.append", ReplaceFunction, null, "library/sys"),
        new("sys.meta_path.insert", ReplaceFunction, null, "library/sys"),
        new("sys.path_hooks.append", ReplaceFunction, null, "library/sys"),
        new("sys.path_hooks.insert", ReplaceFunction, null, "library/sys"),
        new("codecs.register", ReplaceFunction, null, "library/codecs") { Invokes = ["0|search_function"] },
        new("wrapt.wrap_function_wrapper", ReplaceFunction, "1|name", "wrapt") { Invokes = ["2|wrapper"] },
        new("forbiddenfruit.curse", ReplaceFunction, "1|attr", "forbiddenfruit") { Invokes = ["2|value"] },
        new("gc.callbacks.append", Defer, null, "library/gc") { Invokes = ["0"] },
        new("tkinter.Tk().after", Defer, "0|ms", "library/tkinter") { Invokes = ["1|func"] },
    ];
}
