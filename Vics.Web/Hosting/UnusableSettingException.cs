namespace Vics.Web.Hosting;

/// <summary>A setting is well written, but what it names cannot be used.</summary>
internal sealed class UnusableSettingException(string message, Exception cause) : Exception(message, cause);
