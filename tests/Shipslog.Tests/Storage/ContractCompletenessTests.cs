using System.Reflection;
using System.Runtime.CompilerServices;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

/// <summary>No port without a contract, no implementation that doesn't run it, no method that the contract forgets.</summary>
public sealed class ContractCompletenessTests
{
    private static readonly Type[] Ports =
        [.. typeof(ICatalog).Assembly.GetTypes().Where(type => type is { IsInterface: true, Namespace: "Shipslog.Core.Storage" })];

    private static readonly Type[] OwnTypes = [.. typeof(ContractCompletenessTests).Assembly.GetTypes()];

    [Fact]
    public void Every_port_has_a_contract()
    {
        Assert.True(Ports.Length >= 4, "The ports were not found.");
        Assert.All(Ports, port => Assert.True(ContractOf(port) is not null, $"{port.Name} has no contract."));
    }

    [Fact]
    public void Every_implementation_runs_the_contract_of_its_port()
    {
        var all = OwnTypes.Concat(typeof(Catalog).Assembly.GetTypes()).ToArray();
        var pairs = (from port in Ports
                     from type in all
                     where type is { IsClass: true, IsAbstract: false } && port.IsAssignableFrom(type) && !type.IsDefined(typeof(PartialFakeAttribute))
                     select (Port: port, Implementation: type)).ToList();

        Assert.True(pairs.Count >= 2 * Ports.Length, "A port lacks its embedded implementation or its fake.");
        Assert.All(pairs, pair => Assert.True(
            OwnTypes.Any(test => !test.IsAbstract && ContractOf(pair.Port)!.IsAssignableFrom(test)
                && typeof(IRunsOn<>).MakeGenericType(pair.Implementation).IsAssignableFrom(test)),
            $"{pair.Implementation.Name} does not run the contract of {pair.Port.Name}."));
    }

    [Fact]
    public void Every_method_of_a_port_is_called_by_its_contract()
    {
        var folder = Path.GetDirectoryName(SourcePath())!;
        foreach (var port in Ports)
        {
            var contract = string.Concat(Directory.EnumerateFiles(folder, ContractOf(port)!.Name + "*.cs").Select(File.ReadAllText));
            Assert.All(
                port.GetMethods().Select(method => method.Name).Distinct(),
                name => Assert.True(contract.Contains($".{name}(", StringComparison.Ordinal), $"{port.Name}.{name} is not in its contract."));
        }
    }

    private static Type? ContractOf(Type port) => OwnTypes.SingleOrDefault(
        type => type is { IsAbstract: true, IsClass: true } && typeof(IContractOf<>).MakeGenericType(port).IsAssignableFrom(type)
            && type.BaseType == typeof(object));

    private static string SourcePath([CallerFilePath] string path = "") => path;
}

/// <summary>A decorator that only breaks what it wraps: its inner store runs the contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartialFakeAttribute : Attribute;
