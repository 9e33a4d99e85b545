using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shipslog.Bench.Load;

/// <summary>One HTTP/1.1 connection that posts bodies and waits for each answer, as cheaply as it can: the load generator shares the machine with what it measures.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _head;
    private byte[] _out = new byte[16_384];
    private readonly byte[] _in = new byte[65_536];

    private RawConnection(byte[] head) => _head = head;

    public static async Task<RawConnection> OpenAsync(Uri server, string path, string mediaType, string? token)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var connection = new RawConnection(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{authorization}Content-Type: {mediaType}\r\nContent-Length: "));
        await connection._socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        return connection;
    }

    /// <summary>Posts a body; the answer must be 200.</summary>
    public async ValueTask PostAsync(ReadOnlyMemory<byte> body)
    {
        if (_out.Length < _head.Length + 24 + body.Length)
            _out = new byte[_head.Length + 24 + 2 * body.Length];
        _head.CopyTo(_out, 0);
        body.Length.TryFormat(_out.AsSpan(_head.Length), out var digits, default, CultureInfo.InvariantCulture);
        var length = _head.Length + digits;
        "\r\n\r\n"u8.CopyTo(_out.AsSpan(length));
        body.CopyTo(_out.AsMemory(length + 4));
        for (var sent = 0; sent < length + 4 + body.Length;)
            sent += await _socket.SendAsync(_out.AsMemory(sent, length + 4 + body.Length - sent));
        for (var received = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_in.AsMemory(received));
            received += read;
            if (read == 0)
                throw new InvalidOperationException("The server closed the connection.");
            if (IsWhole(_in.AsSpan(0, received)))
                return;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!answer.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        var head = answer[..end];
        if (head.IndexOf("chunked"u8) >= 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        var at = head.IndexOf("Content-Length: "u8);
        var digits = head[(at + 16)..];
        var stop = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(stop < 0 ? digits : digits[..stop], CultureInfo.InvariantCulture);
    }
}
