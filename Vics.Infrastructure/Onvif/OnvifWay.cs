namespace Vics.Infrastructure.Onvif;

/// <summary>By what a message shows whose it is.</summary>
internal enum OnvifSigning
{
    /// <summary>By nothing.</summary>
    None,

    /// <summary>By a WS-Security token in the message.</summary>
    Token,

    /// <summary>By HTTP Digest around it.</summary>
    Digest,

    /// <summary>By both.</summary>
    Both,
}

/// <summary>How a camera wants to be spoken to.</summary>
internal sealed record OnvifWay(OnvifSigning Signing, SoapVersion Soap)
{
    /// <summary>A token goes into the message.</summary>
    public bool HasToken => Signing is OnvifSigning.Token or OnvifSigning.Both;

    /// <summary>The account may be used for HTTP Digest.</summary>
    public bool HasDigest => Signing is OnvifSigning.Digest or OnvifSigning.Both;

    /// <summary>
    /// The ways that an answer suggests, best first; none where it settles the matter. Each is a failed login to the camera where the password is wrong,
    /// and some lock the account after five, so there are few.
    /// </summary>
    public IEnumerable<OnvifWay> After(OnvifReply reply, bool hasAccount)
    {
        var older = this with { Soap = SoapVersion.V11 };
        OnvifWay By(OnvifSigning signing) => this with { Signing = signing };
        return reply.Kind switch
        {
            OnvifReplyKind.NotSoap or OnvifReplyKind.Empty when reply.Status is 400 or 415 or 500 => [older],
            OnvifReplyKind.Empty => Silenced(hasAccount),
            OnvifReplyKind.HeaderNotUnderstood => [By(hasAccount ? OnvifSigning.Digest : OnvifSigning.None)],
            OnvifReplyKind.Refused when !hasAccount => [],
            // Whoever takes Digest says so with a 401.
            OnvifReplyKind.Refused when reply.Status == 401 => [By(OnvifSigning.Token), By(OnvifSigning.Digest)],
            OnvifReplyKind.Refused when Signing is OnvifSigning.Digest => [By(OnvifSigning.Both), By(OnvifSigning.Token)],
            OnvifReplyKind.Refused => [By(OnvifSigning.Token)],
            _ => [],
        };
    }

    // Nothing may mean that the version is not spoken, or that the account was refused. What goes out unsigned is open to all, so there it is the version.
    private IEnumerable<OnvifWay> Silenced(bool hasAccount)
    {
        if (Signing is OnvifSigning.None)
            yield return this with { Soap = SoapVersion.V11 };
        if (!hasAccount)
            yield break;
        foreach (var soap in new[] { SoapVersion.V12, SoapVersion.V11 })
        {
            yield return new(OnvifSigning.Token, soap);
            yield return new(OnvifSigning.Digest, soap);
        }
    }
}
