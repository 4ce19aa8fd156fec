namespace Vics.Web.Views.Shared;

/// <summary>The chosen theme, rendered by the server so that no page flashes. Without one the browser's wish counts.</summary>
public static class ThemeCookie
{
    public const string Name = "vics-theme";
    public const string Light = "light";
    public const string Dark = "dark";

    /// <summary>The chosen theme, or null.</summary>
    public static string? Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Cookies[Name] is Light or Dark ? request.Cookies[Name] : null;
    }
}
