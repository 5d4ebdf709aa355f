import Arguments
import Client

/// A service of another version: says so, and on a terminal offers the restart that keeps the agents' work.
struct VersionOffer: Sendable {
  let program: Program

  /// Connects; when the running service is of another version, asks, ends it and starts this one.
  /// - Throws: `ClientError`, also when the operator does not want that.
  func connect() async throws(ClientError) -> ServiceClient {
    do throws(ClientError) {
      return try await program.starter.connect()
    } catch {
      guard case .otherVersion(let service, let pid) = error, program.output.canAsk else { throw error }
      program.output.note("carrel: the running service (process \(pid)) is carrel \(service), this is carrel \(Main.version).")
      let question = "Restart it? Agents are ended so that their sessions go on; a turn that is cut waits for your word."
      guard program.output.confirm(question) else { throw error }
      guard try await ServiceStop(program: program).run() == .done else { throw error }
      return try await program.starter.connect()
    }
  }
}
