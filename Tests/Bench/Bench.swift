import Client
import Glibc
import Platform
import Wire

/// The whole run: one section after another, then the table.
final class Bench {
  var place: Place
  var figures: [Figure] = []
  var remarks: [String] = []

  init(carrel: String) throws { place = try Place(carrel: carrel) }

  func run(_ chosen: [String]) async throws {
    Main.say("machine: \(Self.machine); every figure is the median of its rounds unless it says otherwise.")
    try makeFiles()
    for name in chosen {
      guard Main.sections.contains(name) else { throw BenchError("there is no section \"\(name)\"") }
      Main.complain("bench: \(name)")
      do { try await section(name) } catch { remarks.append("\(name) was not measured: \("\(error)".prefix(300))") }
    }
    Main.say(Figure.table(figures))
    for remark in remarks { Main.say(remark) }
  }

  private func section(_ name: String) async throws {
    switch name {
    case "decoder": try await decoder()
    case "engines": try await engines()
    case "start": try await start()
    case "draw": draw()
    case "floor": try await floorSection()
    case "crowd": try await crowd()
    case "link": try await link()
    case "agents": try await agents()
    case "large": try await large()
    case "keys": try await keys()
    case "memory": try await memory()
    case "idle": try await idle()
    case "events": try await events()
    case "workspaces": try await workspaces()
    case "redaction": try await redaction()
    case "refresh": try await refresh()
    case "conflicts": try await conflicts()
    case "sandbox": try await sandbox()
    case "import": try await importSection()
    case "proxy":
      try await proxy()
      try await gateway()
    default: throw BenchError("there is no section \"\(name)\"; there are \(Main.sections.joined(separator: ", "))")
    }
  }

  /// Runs `body` with the service of a state directory running in it; ends it also when `body` fails.
  func withService(
    _ state: String, config: String = "", tasks: Int, _ more: [String: String] = [:], _ body: (Proc) async throws -> Void
  ) async throws {
    try place.write(config, to: "\(state).toml")
    mkdir("\(place.root)/\(state)", 0o700)
    if tasks > 0 { try await Seed.store("\(place.root)/\(state)/carrel.db", tasks: tasks) }
    try place.command(state, ["service", "start"], more)
    do {
      try await body(try await place.service(state))
    } catch {
      _ = try? place.command(state, ["service", "stop"])
      throw error
    }
    try place.command(state, ["service", "stop"])
  }

  /// The interface on a terminal of its own.
  func interface(_ state: String, _ more: [String: String] = [:]) throws -> Seat {
    try Seat(place.carrel, [], environment: place.environment(state, more))
  }

  /// What the peers look at.
  private func makeFiles() throws {
    var text = ""
    for number in 1...5000 { text += "\(number) \(Seed.words[number % 10]) \(Seed.things[number % 7]) in src/part\(number % 40).py\n" }
    try place.write(text, to: "list.txt")
    try place.write(
      (1...200).map { "T\($0) \(Seed.words[$0 % 10]) \(Seed.things[$0 % 7]) (\($0))\n" }.joined(), to: "items.txt")
    let repository = "\(place.root)/log"
    mkdir(repository, 0o700)
    try place.git(["init", "-q", "-b", "main"], in: repository)
    var stream = ""
    for number in 1...200 {
      let message = "\(Seed.words[number % 10]) \(Seed.things[number % 7]) (\(number))\n"
      stream +=
        "commit refs/heads/main\ncommitter Bench <bench@localhost> \(1_700_000_000 + number * 60) +0000\ndata \(message.utf8.count)\n\(message)"
    }
    try place.write(stream, to: "log.stream")
    try place.git(["-c", "core.pager=", "fast-import", "--quiet"], input: "\(place.root)/log.stream", in: repository)
  }

  /// Programs to compare with, those that are installed: name, path, arguments, keys that end it.
  var peers: [(name: String, path: String, arguments: [String], quit: String)] {
    [
      ("floor", floor ?? "", ["\(place.root)/items.txt"], "q"), ("less", "/usr/bin/less", ["\(place.root)/list.txt"], "q"),
      ("tig", "/usr/bin/tig", [], "Q"),
      ("htop", "/usr/bin/htop", [], "q"),
    ].filter { access($0.1, X_OK) == 0 }
  }

  private static var machine: String {
    let model = Proc.text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
    let load = Proc.text("/proc/loadavg").split(separator: " ").first ?? ""
    return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, \(name), load \(load) at the start"
  }
}
