import Glibc

/// `make bench`: how quick Carrel is on this machine, beside programs that people know. Not a test: nothing passes or fails.
///
/// `carrel-bench CARREL [SECTION…]` measures the built program CARREL. As the command of the demo engine (`carrel-bench demo-engine …`) it is the agent that
/// speaks as fast as it can.
@main
struct Main {
  static let sections = [
    "decoder", "engines", "start", "draw", "floor", "keys", "crowd", "link", "agents", "large", "memory", "idle", "events", "workspaces",
    "refresh", "import", "conflicts",
    "sandbox", "proxy", "redaction",
  ]

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "demo-engine" { exit(FastAgent.run()) }
    guard let carrel = arguments.first, let path = realpath(carrel, nil) else {
      complain("usage: carrel-bench CARREL [\(sections.joined(separator: "|"))]…")
      exit(2)
    }
    let chosen = arguments.count > 1 ? Array(arguments.dropFirst()) : sections
    do {
      let bench = try Bench(carrel: String(cString: path))
      defer { bench.place.remove() }
      try await bench.run(chosen)
    } catch {
      complain("bench: \(error)")
      exit(1)
    }
  }

  static func say(_ text: String) { put(text, 1) }
  static func complain(_ text: String) { put(text, 2) }

  private static func put(_ text: String, _ descriptor: Int32) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }
}
