internal import CSystem
internal import Glibc

/// The pipes of one spawn. What is not taken is closed with it.
final class SpawnPipes {
  /// What the child gets.
  private(set) var descriptors: [cs_descriptor] = []
  private var childEnds: [Int32] = []
  private var output: Int32 = -1
  private var errorOutput: Int32 = -1
  private var input: Int32 = -1

  init(_ command: ProcessCommand) throws(PlatformError) {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { throw .spawn(program: command.executable, reason: "/dev/null: \(PlatformError.reason(errno))") }
    childEnds.append(null)
    if let terminal = command.terminal {
      // Nobody has the writing end: the output is at its end.
      let (reading, writing) = try pipe(command)
      childEnds.append(writing)
      output = reading
      _ = cs_set_nonblocking(reading)
      for number in Int32(0)...2 { give(number, terminal) }
      for (number, ours) in command.extraDescriptors where number > 2 { give(number, ours) }
      return
    }
    switch command.input {
    case .null: give(0, null)
    case .pipe:
      let (reading, writing) = try pipe(command)
      childEnds.append(reading)
      input = writing
      _ = cs_set_nonblocking(writing)
      give(0, reading)
    }
    let (reading, writing) = try pipe(command)
    childEnds.append(writing)
    output = reading
    _ = cs_set_nonblocking(reading)
    cs_pipe_size(reading, 256 * 1024)
    give(1, writing)
    switch command.errorOutput {
    case .null: give(2, null)
    case .merged: give(2, writing)
    case .inherit: give(2, 2)
    case .pipe:
      let (reading, writing) = try pipe(command)
      childEnds.append(writing)
      errorOutput = reading
      _ = cs_set_nonblocking(reading)
      give(2, writing)
    }
    for (number, ours) in command.extraDescriptors where number > 2 { give(number, ours) }
  }

  deinit {
    for fd in childEnds + [output, errorOutput, input] where fd >= 0 { close(fd) }
  }

  func takeOutput() -> Int32 {
    defer { output = -1 }
    return output
  }

  func takeErrorOutput() -> Int32? {
    defer { errorOutput = -1 }
    return errorOutput < 0 ? nil : errorOutput
  }

  func takeInput() -> Int32? {
    defer { input = -1 }
    return input < 0 ? nil : input
  }

  private func give(_ number: Int32, _ ours: Int32) { descriptors.append(cs_descriptor(child: number, ours: ours)) }

  private func pipe(_ command: ProcessCommand) throws(PlatformError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    let error = cs_pipe(&ends)
    guard error == 0 else { throw .spawn(program: command.executable, reason: PlatformError.reason(error)) }
    return (ends[0], ends[1])
  }
}
