import Platform
import TestSupport

/// An engine that tells all it knows: its whole environment, and every value in it in twelve spellings, in small pieces, with colours, on both streams. Then it waits
/// until a file `go` is in its workspace.
enum LoudEngine {
  /// What it prints before it waits.
  static let mark = "now-waiting-for-go"

  /// Writes the program.
  /// - Returns: its path.
  static func write(in directory: String) throws -> String {
    let path = "\(directory)/loud"
    try Files.makeDirectory(directory)
    try Files.writeAtomically(Array(script.utf8), to: path, mode: 0o755)
    return path
  }

  private static let script = #"""
    #!/usr/bin/python3
    import base64, json, os, sys, time, urllib.parse
    sys.stdin.read()
    def spell(value):
        raw = value.encode()
        yield value
        yield value[::-1]
        yield raw.hex()
        yield raw.hex().upper()
        yield urllib.parse.quote(value, safe="")
        yield urllib.parse.quote(value, safe="").replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d")
        yield json.dumps(value)
        yield json.dumps(value).replace("/", "\\/")
        yield json.dumps(value).replace("/", "\\u002f").replace("+", "\\u002b").replace("=", "\\u003d")
        for lead in (b"", b"a", b"ab"):
            yield base64.b64encode(lead + raw).decode()
            yield base64.urlsafe_b64encode(lead + raw).decode()
        yield "\x1b[1m" + value[:7] + "\x1b[0m\x1b[31m" + value[7:] + "\x1b[0m"
        yield json.dumps(value[:9] + "\x1b[32m" + value[9:])
    for stream in (sys.stdout, sys.stderr):
        for name, value in sorted(os.environ.items()):
            for text in spell(value):
                line = name + "=" + text + "\n"
                for start in range(0, len(line), 5):
                    stream.write(line[start:start + 5])
                    stream.flush()
    print("now-waiting-for-go", file=sys.stderr, flush=True)
    while not os.path.exists("go"): time.sleep(0.02)
    open("done.txt", "w").write("done\n")
    """#
}
