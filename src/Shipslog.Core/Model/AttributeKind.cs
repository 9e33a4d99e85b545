namespace Shipslog.Core.Model;

/// <summary>The type of an attribute. A path of a run has one kind until it is deleted. The numbers are stored on disk: never change them.</summary>
public enum AttributeKind : byte
{
    /// <summary>A 64-bit float; NaN and infinities are values.</summary>
    Float = 1,

    /// <summary>A signed 64-bit integer.</summary>
    Int = 2,

    /// <summary>True or false.</summary>
    Bool = 3,

    /// <summary>Text of any length up to the request limit.</summary>
    String = 4,

    /// <summary>An instant in milliseconds since 1970-01-01T00:00:00Z.</summary>
    Datetime = 5,

    /// <summary>A set of strings, e.g. tags.</summary>
    StringSet = 6,

    /// <summary>One stored file.</summary>
    File = 7,

    /// <summary>A folder of stored files.</summary>
    FileSet = 8,

    /// <summary>A reference to files kept elsewhere, by hash (a dataset version).</summary>
    Artifact = 9,

    /// <summary>The state of a git checkout when a run began.</summary>
    GitRef = 10,

    /// <summary>The notebook checkpoint a run began from.</summary>
    NotebookRef = 11,

    /// <summary>Floats over steps.</summary>
    FloatSeries = 20,

    /// <summary>Texts over steps, e.g. console lines.</summary>
    StringSeries = 21,

    /// <summary>Files (mostly images) over steps.</summary>
    FileSeries = 22,

    /// <summary>Histograms over steps.</summary>
    HistogramSeries = 23,
}

/// <summary>Questions about kinds.</summary>
public static class AttributeKinds
{
    /// <summary>Whether attributes of this kind hold points over steps.</summary>
    public static bool IsSeries(this AttributeKind kind) => kind >= AttributeKind.FloatSeries;

    /// <summary>The camelCase name that our API, documents and messages use, e.g. <c>floatSeries</c>.</summary>
    public static string Name(this AttributeKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
