import FoundationEssentials
import Glibc
import Model
import Platform
import Sandbox
import Synchronization
import Testing

/// Answers every connection with one line, on a thread of its own.
private final class Greeter: SandboxDoorKeeper {
  private let held = Mutex<(listener: OwnedDescriptor?, isClosed: Bool)>((nil, false))

  var isClosed: Bool { held.withLock { $0.isClosed } }

  func open(_ listener: OwnedDescriptor) {
    held.withLock { $0.listener = listener }
    let fd = listener.number
    Task.detached {
      await runBlocking {
        var watched = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 60_000) == 1 else { return }
        let connection = accept(fd, nil, nil)
        let text = Array("hello from outside\n".utf8)
        _ = write(connection, text, text.count)
        _ = Glibc.close(connection)
      }
    }
  }

  func close() {
    held.withLock {
      $0.listener?.close()
      $0.isClosed = true
    }
  }
}

@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable }
)
struct DoorTests {
  private let connect = "exec 3<>/dev/tcp/127.0.0.1/3128 && cat <&3"

  @Test("behind a door of a sandbox without a network this process answers") func aDoorIsAnswered() async throws {
    let box = try Box()
    box.profile.network = .none
    let greeter = Greeter()
    let process = try SandboxedProcess.spawn(
      ProcessCommand("/bin/bash", ["-c", connect]), in: box.profile, doors: [SandboxDoor(port: 3128, keeper: greeter)],
      warden: box.warden, bwrap: Box.bwrap)
    #expect(String(decoding: await readAll(process.child.output), as: UTF8.self) == "hello from outside\n")
    #expect(await process.child.wait() == .code(0))
    while !greeter.isClosed { try await pause(for: .milliseconds(5)) }
  }

  @Test("two sandboxes have the same port and different doors") func doorsAreApart() async throws {
    let box = try Box()
    box.profile.network = .none
    let other = try SandboxedProcess.spawn(
      box.shell("read line"), in: box.profile, doors: [SandboxDoor(port: 3128, keeper: Greeter())], warden: box.warden, bwrap: Box.bwrap)
    let (exit, text) = try await box.run(ProcessCommand("/bin/bash", ["-c", connect]))
    #expect(exit != .code(0))
    #expect(text.contains("Connection refused"))
    await other.kill()
  }

  @Test("a frozen sandbox stands still and goes on", arguments: [SandboxSummary.Level.isolated, .none])
  func freezing(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    let mark = "carrel-freeze-\(box.root.split(separator: "-").last ?? "")-\(level)"
    let process = try box.spawn(ProcessCommand("/bin/bash", ["-c", "sleep 1000 & echo ready; exec -a \(mark) sleep 1000"]))
    #expect(await process.child.output.next() == Array("ready\n".utf8))
    while state(of: mark) == nil { try await pause(for: .milliseconds(5)) }
    process.freeze()
    while state(of: mark) != "T" { try await pause(for: .milliseconds(5)) }
    process.thaw()
    while state(of: mark) == "T" { try await pause(for: .milliseconds(5)) }
    process.freeze()
    await process.kill()
    #expect(state(of: mark) == nil)
  }

  /// The state letter of the process whose command line begins so, from /proc.
  private func state(of mark: String) -> String? {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(name) != nil {
      guard let command = Files.readHead("/proc/\(name)/cmdline", count: 200), command.starts(with: mark.utf8),
        let stat = Files.readHead("/proc/\(name)/stat", count: 200)
      else { continue }
      return String(decoding: stat, as: UTF8.self).split(separator: ")").last?.split(separator: " ").first.map(String.init)
    }
    return nil
  }
}
