extension SandboxLaunch {
  /// Opens the doors that the sandbox was launched with, as their listening sockets come, for a caller who waits for the program by itself. Cancelling closes them.
  /// - Returns: the task that keeps them.
  package func keep(_ doors: [SandboxDoor]) -> Task<Void, Never> {
    let lifeline = lifeline
    return Task {
      for _ in doors {
        guard let (socket, port) = await lifeline.listener() else { break }
        doors.first { $0.port == port }?.keeper.open(socket)
      }
    }
  }
}
