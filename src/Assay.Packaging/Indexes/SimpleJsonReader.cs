using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Assay.Packaging.Names;

namespace Assay.Packaging.Indexes;

/// <summary>Reads the JSON form of a project's page (PEP 691), forward only.</summary>
internal sealed class SimpleJsonReader(LinkBase from, ProjectName project, PageLimits limits, ProblemList problems)
{
    private readonly ImmutableArray<SimpleFile>.Builder _files = ImmutableArray.CreateBuilder<SimpleFile>();
    private readonly ImmutableArray<string>.Builder _versions = ImmutableArray.CreateBuilder<string>();
    private string? _apiVersion;
    private string? _status;
    private string? _statusReason;
    private bool _hasFiles;

    public SimplePageReading Read(ReadOnlySpan<byte> body)
    {
        try
        {
            string? fault = ReadPage(body);
            return fault is null
                ? new(
                    new SimplePage(
                        project,
                        _apiVersion ?? ApiVersions.Oldest,
                        _status is null ? null : new ProjectStatus(_status, _statusReason),
                        _versions.DrainToImmutable(),
                        _files.DrainToImmutable()),
                    problems.ToImmutable())
                : new(null, problems.Unreadable(fault));
        }
        catch (JsonException e)
        {
            return new(null, problems.Unreadable($"the page is no JSON, or it breaks off: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"));
        }
    }

    private string? ReadPage(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "the page is no JSON object";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? fault = null;
            if (reader.ValueTextEquals("files"u8))
            {
                reader.Read();
                fault = ReadFiles(ref reader);
            }
            else if (reader.ValueTextEquals("meta"u8))
            {
                reader.Read();
                ReadMeta(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("versions"u8))
            {
                reader.Read();
                fault = ReadVersions(ref reader);
            }
            else if (reader.ValueTextEquals("project-status"u8))
            {
                reader.Read();
                ReadStatus(ref reader);
            }
            else
            {
                reader.Skip();
            }

            if (fault is not null)
            {
                return fault;
            }
        }

        // Bytes after the object are an error that only a further read reveals.
        reader.Read();
        return !_hasFiles ? "the page has no list of files" : ApiVersions.IsReadable(_apiVersion, problems, out string? old) ? null : old;
    }

    private void ReadMeta(ref Utf8JsonReader reader)
    {
        if (!EntersObject(ref reader, "meta"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // The specification's example has the status here, its text at the top of the page.
            if (reader.ValueTextEquals("api-version"u8))
            {
                ReadRemarkable(ref reader, "api-version", ref _apiVersion);
            }
            else if (reader.ValueTextEquals("project-status"u8))
            {
                ReadRemarkable(ref reader, "project-status", ref _status);
            }
            else if (reader.ValueTextEquals("project-status-reason"u8))
            {
                ReadRemarkable(ref reader, "project-status-reason", ref _statusReason);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadStatus(ref Utf8JsonReader reader)
    {
        if (!EntersObject(ref reader, "project-status"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("status"u8))
            {
                ReadRemarkable(ref reader, "status", ref _status);
            }
            else if (reader.ValueTextEquals("reason"u8))
            {
                ReadRemarkable(ref reader, "reason", ref _statusReason);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadName(ref Utf8JsonReader reader)
    {
        if (!JsonText.TryRead(ref reader, out string? name) || name is null
            || !ProjectName.TryParse(name, out ProjectName stated) || stated != project)
        {
            problems.Remark($"it names itself '{name}' and was asked for as '{project}'");
        }
    }

    private string? ReadVersions(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            problems.Remark("its list of versions is no list");
            return null;
        }

        _versions.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonText.TryRead(ref reader, out string? version) || version is null)
            {
                problems.Remark("one of its versions is no text");
            }
            else if (_versions.Count == limits.MaxFiles)
            {
                return $"the page lists more than {limits.MaxFiles} versions";
            }
            else
            {
                _versions.Add(version);
            }
        }

        return null;
    }

    private string? ReadFiles(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return "the page's list of files is no list";
        }

        _hasFiles = true;
        _files.Clear();
        for (int number = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            if (number > limits.MaxFiles)
            {
                return $"the page lists more than {limits.MaxFiles} files";
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                problems.Lost($"file {number}", "its entry is no JSON object");
                continue;
            }

            FileDraft draft = FileEntry.Read(ref reader);
            if (draft.FileName is null)
            {
                draft.Spoil("it has no file name");
            }

            if (draft.TryBuild(from, out SimpleFile? file, out string? fault))
            {
                _files.Add(file);
            }
            else
            {
                problems.Lost(draft.FileName ?? $"file {number}", fault);
            }
        }

        return null;
    }

    private bool EntersObject(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            problems.Remark($"its {key} is no JSON object");
        }

        reader.Skip();
        return false;
    }

    private void ReadRemarkable(ref Utf8JsonReader reader, string key, ref string? value)
    {
        reader.Read();
        if (JsonText.TryRead(ref reader, out string? text))
        {
            value = text ?? value;
        }
        else
        {
            problems.Remark($"its {key} is no text");
        }
    }
}

/// <summary>Reads text that may be missing.</summary>
internal static class JsonText
{
    /// <summary>The text or null; false, the value skipped, where it is neither or is no Unicode.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }

        return TryTranscode(ref reader, out text);
    }

    /// <summary>The text of a string or a property name; false for invalid UTF-8 and lone surrogates.</summary>
    public static bool TryTranscode(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = reader.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
