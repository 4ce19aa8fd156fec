using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Vics.Web.Hosting;

/// <summary>Tells, in one line, why the program cannot start: things the person who starts it can put right.</summary>
internal static class StartFailure
{
    /// <summary>The line, or null where the exception is a surprise whose stack trace is needed.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        OptionsValidationException invalid => "VICS cannot start: " + string.Join(" ", invalid.Failures),
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            "VICS cannot start: " + string.Join(" ", several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)),
        IOException { InnerException: AddressInUseException } inUse => $"VICS cannot start: {AddressOf(inUse)} is in use by another program.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "VICS cannot start: this user may not listen on the port asked for (Urls, Kestrel:Endpoints); ports below 1024 need the right to.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            "VICS cannot start: the address to listen on (Urls, Kestrel:Endpoints) is not one of this machine.",
        FormatException { Source: "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.Server.Kestrel.Core" } format =>
            $"VICS cannot start: {format.Message} Expected addresses like http://localhost:8000 in Urls.",
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } setting => $"VICS cannot start: {setting.Message}",
        InvalidDataException { Source: "Microsoft.Extensions.Configuration.Json" } json => $"VICS cannot start: {OneLine(json)}",
        UnusableDataDirectoryException unusable => $"VICS cannot start: {unusable.Message}",
        _ => null,
    };

    private static string AddressOf(IOException inUse)
    {
        // "Failed to bind to address http://127.0.0.1:8000: address already in use."
        var words = inUse.Message.Split(' ');
        var address = Array.Find(words, word => word.Contains("://", StringComparison.Ordinal));
        return address?.TrimEnd(':') ?? "the address";
    }

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
