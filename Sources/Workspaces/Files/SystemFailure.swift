internal import Glibc
internal import Platform

/// An errno on its way to a plain error.
struct SystemFailure: Error, Hashable {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// The plain error: no room is its own case.
  func error(_ doing: String) -> WorkspaceError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(doing: doing, needed: 0, free: 0) : .files(doing: doing, reason: PlatformError.reason(code))
  }
}
