namespace Assay.Python.Meaning;

/// <summary>Runs a task on a thread of its own with a stack of a given size; what it throws comes to whoever waits for it.</summary>
internal sealed class DeepStack(int stackBytes) : TaskScheduler
{
    protected override void QueueTask(Task task) => new Thread(() => TryExecuteTask(task), stackBytes) { IsBackground = true }.Start();

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
