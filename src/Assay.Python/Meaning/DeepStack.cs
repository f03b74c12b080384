using System.Collections.Concurrent;

namespace Assay.Python.Meaning;

/// <summary>
/// Runs tasks on threads with a stack of a given size; what a task throws comes to whoever waits for it. A thread waits for the next task, since
/// arrays that are rented are kept by thread: a new one for each reading would have to make them anew.
/// </summary>
internal sealed class DeepStack(int stackBytes) : TaskScheduler
{
    private readonly ConcurrentStack<Worker> _idle = new();

    protected override void QueueTask(Task task)
    {
        if (!_idle.TryPop(out Worker? worker))
        {
            worker = new Worker(this);
            new Thread(worker.Run, stackBytes) { IsBackground = true }.Start();
        }

        worker.Take(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private sealed class Worker(DeepStack stack)
    {
        private readonly object _gate = new();
        private Task? _task;

        public void Take(Task task)
        {
            lock (_gate)
            {
                _task = task;
                Monitor.Pulse(_gate);
            }
        }

        public void Run()
        {
            while (true)
            {
                stack.TryExecuteTask(Next());
                stack._idle.Push(this);
            }
        }

        private Task Next()
        {
            lock (_gate)
            {
                while (_task is null)
                {
                    Monitor.Wait(_gate);
                }

                Task next = _task;
                _task = null;
                return next;
            }
        }
    }
}
