using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Vics.Web.Localization;

/// <summary>
/// Puts the messages of forms through the product's texts: those written at an attribute, and the framework's own, for
/// which the attributes get a sentence of ours to look up.
/// </summary>
internal sealed class ValidationMessages(IStringLocalizer<SharedText> text)
    : IConfigureOptions<MvcOptions>, IConfigureOptions<MvcDataAnnotationsLocalizationOptions>, IValidationMetadataProvider
{
    private static readonly string Between = SharedText.Key("{0} must have {2} to {1} characters.");

    private static readonly Dictionary<Type, string> Defaults = new()
    {
        [typeof(RequiredAttribute)] = SharedText.Key("{0} is needed."),
        [typeof(StringLengthAttribute)] = SharedText.Key("{0} may have {1} characters at most."),
        [typeof(MaxLengthAttribute)] = SharedText.Key("{0} may have {1} characters at most."),
        [typeof(MinLengthAttribute)] = SharedText.Key("{0} must have at least {1} characters."),
        [typeof(RangeAttribute)] = SharedText.Key("{0} must be between {1} and {2}."),
        [typeof(RegularExpressionAttribute)] = SharedText.Key("{0} is not written as expected."),
        [typeof(EmailAddressAttribute)] = SharedText.Key("{0} is not an e-mail address."),
        [typeof(CompareAttribute)] = SharedText.Key("{0} and {1} differ."),
    };

    public void Configure(MvcDataAnnotationsLocalizationOptions options) => options.DataAnnotationLocalizerProvider = (_, _) => text;

    public void Configure(MvcOptions options)
    {
        options.ModelMetadataDetailsProviders.Add(this);
        var messages = options.ModelBindingMessageProvider;
        messages.SetValueMustNotBeNullAccessor(_ => text["A value is needed."]);
        messages.SetMissingBindRequiredValueAccessor(name => text["{0} is needed.", name]);
        messages.SetMissingKeyOrValueAccessor(() => text["A value is needed."]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => text["The request has no body."]);
        messages.SetAttemptedValueIsInvalidAccessor((value, name) => text["'{0}' is no value for {1}.", value, name]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => text["'{0}' is no possible value.", value]);
        messages.SetUnknownValueIsInvalidAccessor(name => text["That is no value for {0}.", name]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => text["That is no possible value."]);
        messages.SetValueIsInvalidAccessor(value => text["'{0}' is no possible value.", value]);
        messages.SetValueMustBeANumberAccessor(name => text["{0} must be a number.", name]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => text["A number is needed."]);
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
        {
            if (attribute.ErrorMessage is null && attribute.ErrorMessageResourceName is null)
                attribute.ErrorMessage = SentenceFor(attribute);
        }
    }

    private static string? SentenceFor(ValidationAttribute attribute) =>
        attribute is StringLengthAttribute { MinimumLength: > 0 } ? Between : Defaults.GetValueOrDefault(attribute.GetType());
}
