namespace Shipslog.Bench;

/// <summary>What the command line asks of a shape.</summary>
/// <param name="Data">The data folder to keep, or null for a passing one.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Names">How many distinct attribute names.</param>
/// <param name="Metrics">Series a run.</param>
/// <param name="Distinct">Of how many distinct ones in all runs.</param>
/// <param name="Points">Points a series.</param>
/// <param name="Duration">How long each sustained load lasts.</param>
/// <param name="Only">Of the rows of a load those alone whose text contains this; empty: all.</param>
internal sealed record BenchSettings(string? Data, int Runs, int Names, int Metrics, int Distinct, int Points, TimeSpan Duration, string Only);
