using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Vics.Infrastructure.Persistence;

namespace Vics.Web.Hosting;

/// <summary>Tells, in one line, why the program cannot start: things the person who starts it can put right.</summary>
internal static class StartFailure
{
    private const string WhereToListen = "(Urls, Kestrel:Endpoints)";

    /// <summary>The line, or null where the exception is a surprise whose stack trace is needed.</summary>
    public static string? Describe(Exception exception) =>
        ReasonOf(exception) is { } reason ? $"VICS cannot start: {reason.Split('\n')[0].Trim()}" : null;

    private static string? ReasonOf(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            string.Join(" ", several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)),
        UnusableSettingException unusable => unusable.Message,
        DatabaseUnusableException unusable => unusable.Message,
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
        IOException { InnerException: AddressInUseException } inUse => $"{AddressIn(inUse.Message)} is in use by another program.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"this user may not listen on the port asked for {WhereToListen}; ports below 1024 need the right to.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"the address to listen on {WhereToListen} is not one of this machine.",
        InvalidDataException { InnerException: not null } => exception.Message,
        _ when IsAboutListening(exception) => $"the address to listen on {WhereToListen} cannot be used: {exception.Message}",
        _ => null,
    };

    /// <summary>Kestrel reads addresses and certificates late and throws whatever the reading threw.</summary>
    private static bool IsAboutListening(Exception exception) =>
        exception is FormatException or ArgumentException or InvalidOperationException or IOException or CryptographicException
        && exception.StackTrace?.Contains("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;

    /// <summary>"Failed to bind to address http://127.0.0.1:8000: address already in use."</summary>
    private static string AddressIn(string message) =>
        Array.Find(message.Split(' '), word => word.Contains("://", StringComparison.Ordinal))?.TrimEnd(':') ?? "the address to listen on";
}
