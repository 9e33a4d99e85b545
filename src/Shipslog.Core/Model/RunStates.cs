namespace Shipslog.Core.Model;

/// <summary>Names of run states.</summary>
public static class RunStates
{
    /// <summary>The value of <c>sys/state</c>.</summary>
    public static string Name(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Inactive => "inactive",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        _ => "aborted",
    };
}
