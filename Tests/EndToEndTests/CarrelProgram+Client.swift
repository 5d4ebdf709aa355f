import Glibc
import Client
import JSON
import Model
import Platform
import TestSupport
import Wire

extension CarrelProgram {
  /// The service's socket.
  var socket: String { "\(state)/service.sock" }

  /// A client of our own; starts the service first when none runs.
  func connect(_ author: String = "ann") async throws -> ServiceClient {
    try await ok("service", "start")
    let version = try await ok("version").output.split(separator: " ").last.map { String($0.dropLast()) } ?? ""
    return try await ServiceClient.connect(socket: socket, version: version, author: author, environment: environment)
  }

  /// How many user messages were written to the task's agents, by the protocol log, which is written before the first byte goes.
  func messagesSent(_ id: String) throws -> [String] {
    let bytes = try Files.read("\(state)/tasks/\(id)/log/protocol.jsonl", limit: 64 << 20)
    return JSONLines.parse(bytes).compactMap { try? $0.value.get() }.filter { $0["carrel"]?.string == "sent" }
      .compactMap { $0["line"]?["type"]?.string == "user" ? $0["line"]?["message"]?["content"]?.string : nil }
  }

  /// Every phase event of these tasks in the order of their commits: row number, task, phase.
  func phases(_ ids: [String]) async throws -> [(seq: Int, task: String, phase: String)] {
    var all: [(seq: Int, task: String, phase: String)] = []
    for id in ids {
      for entry in try await transcript(id) where entry["kind"]?.string == "phase" {
        all.append((entry["seq"]?.int ?? 0, id, entry["state"]?.string ?? ""))
      }
    }
    return all.sorted { $0.seq < $1.seq }
  }

  /// Kills the service as a power cut would, and waits until its agents are gone too.
  func killService() async throws {
    let pid = try await servicePID()
    Glibc.kill(pid, SIGKILL)
    try await Patience.until("the end of everything after kill -9", deadline: 30) { processes.isEmpty }
  }

  /// Answers "go on" wherever a turn was cut, until every one of these tasks is in review.
  func goOn(_ ids: [String]) async throws {
    try await Patience.until("\(ids) in review") {
      var settled = true
      for task in try await tasks() {
        guard let id = task["id"]?.string, ids.contains(id), task["state"]?.string != "review" else { continue }
        settled = false
        if task["state"]?.string == "waiting", task["attention"]?["kind"]?.string == "interrupted" {
          _ = try await run("answer", id, "allow")
        }
        if task["state"]?.string == "failed" { throw TestRepositoryFailure(text: "\(id) failed: \(task["error"] ?? .null)\n\(log)") }
      }
      return settled
    }
  }
}
