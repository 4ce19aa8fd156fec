namespace Vics.Domain.Cameras;

/// <summary>What a PTZ command must look like.</summary>
public static class PtzRules
{
    /// <summary>
    /// From this token on a preset is often a command to the camera, such as a restart: the numbers that the makers' own remote controls
    /// use for their menus begin here.
    /// </summary>
    public const int FirstSpecialPreset = 80;

    /// <summary>Everything that is wrong with a motion; empty where it may be sent.</summary>
    public static IReadOnlyList<FieldError> Check(PtzVector velocity, TimeSpan timeout)
    {
        var inRange = timeout >= PtzSteering.ShortestTimeout && timeout <= PtzSteering.LongestTimeout;
        return inRange ? Check(velocity) :
        [
            .. Check(velocity),
            new("timeoutMs", OperatorText.Of(
                $"A motion lasts {PtzSteering.ShortestTimeout.TotalMilliseconds} to {PtzSteering.LongestTimeout.TotalMilliseconds} milliseconds.")),
        ];
    }

    /// <summary>Everything that is wrong with a vector.</summary>
    public static IReadOnlyList<FieldError> Check(PtzVector vector)
    {
        (string Axis, double Value)[] axes = [("pan", vector.Pan), ("tilt", vector.Tilt), ("zoom", vector.Zoom)];
        return [.. axes.Where(axis => !(Math.Abs(axis.Value) <= 1)).Select(axis => new FieldError(axis.Axis, OperatorText.Of($"A number from −1 to 1 belongs here.")))];
    }

    /// <summary>Everything that is wrong with the name of a preset.</summary>
    public static IReadOnlyList<FieldError> CheckPresetName(string? name) => name?.Trim() switch
    {
        null or "" => [new("name", OperatorText.Of($"Give the position a name."))],
        { Length: > PtzSteering.MaxPresetNameLength } => [new("name", OperatorText.Of($"At most {PtzSteering.MaxPresetNameLength} characters."))],
        var given when given.Any(char.IsControl) => [new("name", OperatorText.Of($"Control characters cannot be part of a name."))],
        _ => [],
    };

    /// <summary>Everything that is wrong with the token of a preset.</summary>
    public static IReadOnlyList<FieldError> CheckPresetToken(string token) => token.Length is 0 or > CameraRules.MaxTokenLength || token.Any(char.IsControl)
        ? [new("token", OperatorText.Of($"At most {CameraRules.MaxTokenLength} characters, none of them a control character."))]
        : [];

    /// <summary>The preset is likely a command to the camera rather than a position: to be confirmed by a person.</summary>
    public static bool IsSpecial(PtzPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var digits = preset.Token.AsSpan()[preset.Token.AsSpan().TrimEnd("0123456789").Length..];
        return int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= FirstSpecialPreset;
    }
}
