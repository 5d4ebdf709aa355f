import Arguments
import Client
import Configuration
import Glibc
import Platform
import Wire

/// Ends the running service and waits until its lock is free. A service of another version is ended by a signal to the process that holds the lock.
struct ServiceStop: Sendable {
  let program: Program

  init(program: Program) { self.program = program }

  /// `carrel service stop`.
  func run() async throws(ClientError) -> ExitCode {
    do throws(ClientError) {
      let client = try await program.starter.connectOnly()
      _ = try await client.request(.shutdown)
      for await _ in client.notices {}
      client.close()
    } catch {
      switch error {
      case .otherVersion(_, let pid):
        guard FileLock.holder(program.paths.lock) == Int32(pid) else { throw error }
        _ = kill(pid_t(pid), SIGTERM)
      case .unreachable:
        program.output.note("carrel: no service runs.")
        return .done
      case .refused, .disconnected: throw error
      }
    }
    return await lockIsFree() ? .done : .failed
  }

  /// The same without a word.
  /// - Returns: whether no service runs now.
  func quietly() async -> Bool {
    guard Files.exists(program.paths.lock) else { return true }
    if let client = try? await program.starter.connectOnly() {
      _ = await client.send(.shutdown)
      for await _ in client.notices {}
      client.close()
    }
    return await lockIsFree()
  }

  /// Waits, half a minute at most, until nobody holds the lock.
  private func lockIsFree() async -> Bool {
    for _ in 0..<600 {
      if (try? FileLock.acquire(program.paths.lock)) != nil { return true }
      try? await Task.sleep(for: .milliseconds(50))
    }
    program.output.note("carrel: the service (process \(FileLock.holder(program.paths.lock) ?? 0)) does not end.")
    return false
  }
}
