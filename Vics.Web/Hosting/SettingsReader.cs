using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Vics.Web.Hosting;

/// <summary>
/// Fills an options object from a section. Unlike the framework's binder it does not stop at the first value of a wrong
/// kind: every wrong setting is named, with what was expected, so that one start shows them all.
/// </summary>
internal static class SettingsReader
{
    /// <summary>Sets what can be set and tells what is wrong with the rest.</summary>
    public static IReadOnlyList<string> Read(IConfigurationSection section, object options)
    {
        var errors = new List<string>();
        foreach (var property in options.GetType().GetProperties())
        {
            var setting = section.GetSection(property.Name);
            if (!property.CanWrite)
                errors.AddRange(Read(setting, property.GetValue(options)!));
            else if (Set(setting, property, options) is { } error)
                errors.Add(error);
        }

        return errors;
    }

    private static string? Set(IConfigurationSection setting, PropertyInfo property, object options)
    {
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        try
        {
            var value = setting.Value is null ? property.GetValue(options) : setting.Get(property.PropertyType);
            if (rules.TrueForAll(rule => rule.IsValid(value)))
            {
                property.SetValue(options, value);
                return null;
            }
        }
        catch (InvalidOperationException)
        {
            // Not of the property's kind: the binder's message names types, ours what to write instead.
        }

        var expected = rules.Find(rule => rule.ErrorMessage is not null)?.ErrorMessage ?? $"a value of the kind {property.PropertyType.Name}";
        return string.Create(CultureInfo.InvariantCulture, $"{setting.Path} is '{setting.Value}': expected {expected}.");
    }
}
