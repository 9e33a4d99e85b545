namespace Shipslog.Tests.Storage;

/// <summary>Marks the abstract test class that says what every implementation of a storage port must do.</summary>
internal interface IContractOf<TPort>;

/// <summary>Marks the test class that runs a contract against one implementation.</summary>
internal interface IRunsOn<TImplementation>;
