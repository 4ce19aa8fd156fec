namespace Vics.Infrastructure.Ssh;

/// <summary>What a finished command left behind.</summary>
/// <param name="ExitStatus">Null where it did not end by itself (a signal, a lost connection): that is never success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandReply(int? ExitStatus, string Output, string Error)
{
    /// <summary>It ended by itself, and well.</summary>
    public bool Succeeded => ExitStatus is 0;

    /// <summary>The last thing it said, fit for a sentence.</summary>
    public string Complaint => UnitText.OneLine(Error.Trim().Length > 0 ? Error : Output, 300);
}
