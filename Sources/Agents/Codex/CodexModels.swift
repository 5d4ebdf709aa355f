import JSON
import Model
import Platform

/// Asks a codex which models it knows (`model/list` of a short-lived app-server). It answers from what it was built with and needs no login.
enum CodexModels {
  private static let patience = 20

  /// The offers, hidden ones left out.
  /// - Throws: `TaskFailure` with why it could not be asked.
  static func ask(_ path: String, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    let doing = "Listing codex's models"
    let needs = ProgramSearch.needs(path, environment: Environment.current)
    var own = environment
    own["PATH"] = (["/usr/local/bin:/usr/bin:/bin", Files.parent(of: path)] + needs.search).joined(separator: ":")
    own["HOME"] = environment["HOME"] ?? Environment.home ?? "/"
    var command = ProcessCommand(path, ["app-server", "-c", "analytics.enabled=false"], environment: own, directory: "/")
    command.input = .pipe
    command.errorOutput = .null
    command.endsGroup = true
    let child: ChildProcess
    do throws(PlatformError) { child = try ChildProcess.spawn(command) } catch { throw TaskFailure(.engine, "\(doing): \(error.text).") }
    let timer = Task {
      try? await pause(for: .seconds(patience))
      if !Task.isCancelled { child.endGroup(grace: 0) }
    }
    let offers = await talk(child)
    timer.cancel()
    child.closeInput()
    child.endGroup(grace: 2)
    _ = await child.wait()
    guard let offers else {
      throw TaskFailure(.engine, "\(doing): \(path) did not answer `model/list`; update codex, or name a model with --model.")
    }
    return offers
  }

  private static func talk(_ child: ChildProcess) async -> [ModelOffer]? {
    let lines: [JSONValue] = [
      ["id": 1, "method": "initialize", "params": CodexHandshake.greeting], ["method": "initialized"],
      ["id": 2, "method": "model/list", "params": ["limit": 200]],
    ]
    var bytes: [UInt8] = []
    for line in lines {
      line.appendBytes(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    guard (try? await child.write(bytes)) != nil else { return nil }
    var splitter = LineSplitter(limit: 8 << 20)
    while let bytes = await child.output.next() {
      for line in splitter.append(bytes) {
        guard let value = try? JSONValue.parse(line.bytes), value["id"]?.int == 2 else { continue }
        return value["result"]?["data"]?.array.map { $0.compactMap(offer) }
      }
    }
    return nil
  }

  private static func offer(_ value: JSONValue) -> ModelOffer? {
    guard let id = (value["model"] ?? value["id"])?.string, value["hidden"]?.bool != true else { return nil }
    let efforts = (value["supportedReasoningEfforts"]?.array ?? []).compactMap { $0["reasoningEffort"]?.string ?? $0.string }
    let note = [value["description"]?.string, efforts.isEmpty ? nil : "effort \(efforts.joined(separator: ", "))"].compactMap { $0 }
    return ModelOffer(id: id.firstLine(limit: 200), note: note.joined(separator: " — ").firstLine(limit: 300))
  }
}
