internal import CSystem
internal import Glibc

/// A TCP socket that others connect to: one of our own on this host, or one that was made elsewhere (in a sandbox's network namespace) and handed over.
package final class TCPListener: Sendable {
  private let watch: Watch

  /// Takes over a socket that listens already and does not wait. The descriptor is empty afterwards.
  package init(taking descriptor: OwnedDescriptor) {
    watch = Watch(owning: descriptor.surrender())
  }

  /// Listens at an address; port 0 lets the system choose one.
  /// - Throws: `PlatformError.address` when it is taken or not ours.
  package convenience init(at address: InternetAddress) throws(PlatformError) {
    self.init(taking: try OwnedDescriptor.listening(at: address).socket)
  }

  deinit { close() }

  /// The port that it listens at; 0 when it is closed.
  package var port: UInt16 { UInt16(clamping: watch.withDescriptor { cs_tcp_port($0) } ?? 0) }

  /// The next connection; nil after `close` and when the task is cancelled. One caller at a time.
  package func accept() async -> TCPConnection? {
    while !Task.isCancelled {
      let fd = watch.withDescriptor { cs_accept($0) } ?? -EBADF
      if fd >= 0 { return TCPConnection(owning: fd) }
      switch -fd {
      case EAGAIN: await watch.readable()
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        // Nothing free now: the waiting peer stays in the kernel's queue meanwhile.
        try? await pause(for: .milliseconds(50))
      case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP: return nil
      default: continue
      }
    }
    return nil
  }

  /// Stops listening; connections that were accepted stay.
  package func close() { watch.close() }
}
