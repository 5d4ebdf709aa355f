import Agents
import Arguments
import Client
import Configuration
import Model
import Platform
import Sandbox
import Storage
import Wire

/// `carrel doctor`: asked of the running service, or done here when none runs; no service is started for it.
struct DoctorProgram: Sendable {
  let program: Program

  /// Looks, and with `fix` removes what is certainly ours.
  /// - Returns: 1 when something is wrong.
  func run(json: Bool, fix: Bool) async throws(ClientError) -> ExitCode {
    guard let settings = program.settings() else { return .configuration }
    do throws(ClientError) {
      let client = try await program.starter.connectOnly()
      defer { client.close() }
      return try await Commands(client: client, output: program.output, author: program.author, now: { .now }).doctor(json: json, fix: fix)
    } catch {
      guard case .unreachable = error else { throw error }
    }
    // With the lock in hand no service starts while things are removed.
    var lock: FileLock?
    if Files.exists(program.paths.lock) {
      do throws(PlatformError) { lock = try FileLock.acquire(program.paths.lock) } catch {
        throw .unreachable("The service does not answer: \(error.text). `carrel service stop` ends it.")
      }
    }
    let findings = await doctor(settings).findings(fix: fix)
    withExtendedLifetime(lock) {}
    return FindingText.tell(findings, json: json, to: program.output)
  }

  private func doctor(_ settings: Settings) async -> Doctor {
    let database = program.paths.database
    return Doctor(
      paths: program.paths, settings: settings,
      sandbox: await SandboxProbe.run(bwrap: SandboxPrograms.bwrap, warden: SandboxPrograms.warden, owner: program.paths.state),
      environment: program.environment
    ) { () async throws(StorageError) in
      guard Files.exists(database) else { return [] }
      let reader = try await EventReader.open(path: database)
      let tasks = try await reader.tasks()
      await reader.close()
      return tasks
    }
  }
}
