package import HTTP
import JSON
package import Model
import Platform
import Providers

/// This machine's Ollama, shared by all who need it: asked for when somebody does, started when it does not answer, ended with the last one if we started it.
/// What runs already is used and left alone; what is on another machine is never started.
package actor OllamaServer {
  /// One address and who uses it.
  private struct Place {
    var users = 0
    var program: OllamaProgram?
    /// The start that is under way, which all who come meanwhile wait for.
    var starting: Task<Result<OllamaProgram, TaskFailure>, Never>?
  }

  private let client: HTTPClient
  private let command: String
  private let limitSeconds: Double
  private let sleep: @Sendable (Double) async -> Void
  private var places: [String: Place] = [:]
  private var isEnding = false

  /// Nothing is asked or started yet.
  /// - Parameters:
  ///   - command: the program, by name or path.
  ///   - limitSeconds: how long a started server may take until it answers.
  ///   - sleep: waits so many seconds.
  package init(
    client: HTTPClient = HTTPClient(), command: String = "ollama", limitSeconds: Double = 30,
    sleep: @escaping @Sendable (Double) async -> Void = { try? await pause(for: .seconds($0)) }
  ) {
    self.client = client
    self.command = command
    self.limitSeconds = limitSeconds
    self.sleep = sleep
  }

  /// The base URL of an Ollama that answers: the one of `OLLAMA_HOST`, or this machine's. `release` has to follow, once for each success.
  /// - Parameter environment: where `OLLAMA_HOST` and the program are looked for; what concerns Ollama and graphics cards in it is passed on.
  /// - Throws: `TaskFailure` when none answers and none could be started.
  package func acquire(environment: [String: String]) async throws(TaskFailure) -> String {
    guard let address = OllamaAddress(environment["OLLAMA_HOST"]) else {
      throw TaskFailure(.badRequest, "Asking ollama: OLLAMA_HOST is no address; write it as host:port or http://host:port.")
    }
    places[address.url, default: Place()].users += 1
    do throws(TaskFailure) {
      if await answers(address.url) { return address.url }
      guard address.isLocal else {
        throw TaskFailure(
          .network, "Asking ollama: nobody answers at \(address.url); start it there, or unset OLLAMA_HOST to use this machine's.")
      }
      try await start(address.url, environment)
      return address.url
    } catch {
      await release(address.url)
      throw error
    }
  }

  /// One who acquired this URL is done with it. The last one ends the server if we started it.
  package func release(_ url: String) async {
    guard var place = places[url], place.users > 0 else { return }
    place.users -= 1
    guard place.users == 0, place.starting == nil else {
      places[url] = place
      return
    }
    places[url] = nil
    await place.program?.end()
  }

  /// Ends what was started, whoever still uses it; nothing is started any more. Returns when it is gone.
  package func end() async {
    isEnding = true
    let all = places
    places = [:]
    for place in all.values {
      if case .success(let program)? = await place.starting?.value { await program.end() }
      await place.program?.end()
    }
  }

  // MARK: Starting

  private func start(_ url: String, _ environment: [String: String]) async throws(TaskFailure) {
    guard !isEnding else { throw TaskFailure(.engine, "Starting ollama: the service is ending; try again when it runs.") }
    let starting: Task<Result<OllamaProgram, TaskFailure>, Never>
    if let running = places[url]?.starting {
      starting = running
    } else {
      let old = places[url]?.program
      starting = Task { await self.startProgram(url, environment, instead: old) }
      places[url, default: Place()].starting = starting
    }
    let result = await starting.value
    if places[url]?.starting == starting {
      places[url]?.starting = nil
      places[url]?.program = try? result.get()
    }
    _ = try result.get()
  }

  private func startProgram(_ url: String, _ environment: [String: String], instead old: OllamaProgram?) async -> Result<
    OllamaProgram, TaskFailure
  > {
    await old?.end()
    do throws(TaskFailure) {
      let program = try OllamaProgram.start(command, environment)
      // Counted in pauses, so that a test's clock is enough.
      let interval = 0.1
      var waited = 0.0
      while !(await answers(url)) {
        if let ended = await program.ended() {
          throw TaskFailure(.engine, "Starting ollama: it ended at once (\(ended)); run `ollama serve` by hand to see why.")
        }
        guard waited < limitSeconds else {
          await program.end()
          let limit = Int(limitSeconds.rounded(.up))
          throw TaskFailure(
            .engine,
            "Starting ollama: it did not answer at \(url) within \(limit) s\(program.lastWords); run `ollama serve` by hand to see why."
          )
        }
        await sleep(interval)
        waited += interval
      }
      return .success(program)
    } catch {
      return .failure(error)
    }
  }

  /// Whether an Ollama answers there.
  private func answers(_ url: String) async -> Bool {
    let request = HTTPRequest("GET", url + "/api/version", connectSeconds: 5, silenceSeconds: 5)
    guard let response = try? await client.send(request, limit: 65_536), response.head.isSuccess else { return false }
    return (try? JSONValue.parse(response.body))?["version"]?.string != nil
  }
}
