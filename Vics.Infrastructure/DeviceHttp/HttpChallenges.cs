using System.Text;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>
/// Reads <c>WWW-Authenticate</c> (RFC 9110 §11.6.1) as devices write it: several challenges in one header or in several, values with or without quotes,
/// even <c>qop=auth,auth-int</c> without them. What makes no sense is passed over. Text is in Latin-1, a character for each byte that came.
/// </summary>
internal sealed class HttpChallenges
{
    private readonly string _text;
    private readonly List<HttpChallenge> _challenges = [];
    private int _at;

    private HttpChallenges(string text) => _text = text;

    /// <summary>The challenges of all headers, in the order they came.</summary>
    public static IReadOnlyList<HttpChallenge> Read(IEnumerable<string> headers) => [.. headers.SelectMany(header => new HttpChallenges(header).Read())];

    private List<HttpChallenge> Read()
    {
        while (_at < _text.Length)
        {
            SkipBlanks();
            var word = Word();
            SkipBlanks();
            if (word.Length == 0)
                _at++;
            else if (_at < _text.Length && _text[_at] == '=')
                TakeValue(word);
            else if (word is "auth" or "auth-int" && _challenges is [.., var current])
                current.Add("qop", $"{current["qop"]},{word}");
            else
                _challenges.Add(new HttpChallenge(word));
        }

        return _challenges;
    }

    private void TakeValue(string name)
    {
        _at++;
        SkipBlanks();
        var value = _at < _text.Length && _text[_at] == '"' ? Quoted() : Word();
        if (_challenges is [.., var current])
            current.Add(name, value);
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
            _at++;
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (' ' or '\t' or ',' or '"') && (_text[_at] is not '=' || _at == start))
            _at++;
        return _text[start.._at];
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
                _at++;
            value.Append(_text[_at]);
        }

        _at++;
        return value.ToString();
    }
}

/// <summary>One challenge: its scheme, and what it says by name; empty where it does not.</summary>
internal sealed class HttpChallenge(string scheme)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A value by its name.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>Whether it is of that scheme.</summary>
    public bool Is(string name) => scheme.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it says anything by that name.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Notes a value.</summary>
    public void Add(string name, string value) => _values[name] = value;
}
