internal import CSystem
internal import Glibc

/// What one try to read gave.
enum ReadResult: Sendable {
  case bytes([UInt8])
  case notYet
  case end
}

extension Watch {
  /// Reads what is there, at most `most` bytes.
  func read(most: Int) -> ReadResult {
    let result = withDescriptor { fd -> ReadResult in
      while true {
        let size = min(max(Int(cs_available(fd)), 4096), most)
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
          let got = Glibc.read(fd, buffer.baseAddress, size)
          error = got < 0 ? errno : 0
          count = max(got, 0)
        }
        if !bytes.isEmpty { return .bytes(bytes) }
        if error == EINTR { continue }
        return error == EAGAIN ? .notYet : .end
      }
    }
    return result ?? .end
  }

  /// Writes from an offset on; the bytes written (0: not now), or a negative errno.
  func write(_ bytes: [UInt8], from offset: Int, socket: Bool) -> Int {
    let result = withDescriptor { fd -> Int in
      while true {
        let done = bytes.withUnsafeBytes { raw -> Int in
          let rest = UnsafeRawBufferPointer(rebasing: raw[offset...])
          if socket { return cs_send(fd, rest.baseAddress, rest.count) }
          let written = Glibc.write(fd, rest.baseAddress, rest.count)
          return written < 0 ? -Int(errno) : written
        }
        if done == -Int(EINTR) { continue }
        return done == -Int(EAGAIN) ? 0 : done
      }
    }
    return result ?? -Int(EPIPE)
  }
}
