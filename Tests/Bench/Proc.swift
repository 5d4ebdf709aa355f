import Glibc

/// What /proc says about a process (proc(5)).
struct Proc {
  let pid: Int

  /// Its proportional share of memory in MB.
  var memory: Double {
    for line in Self.lines("/proc/\(pid)/smaps_rollup") where line.hasPrefix("Pss:") {
      return (Self.numbers(line).first ?? .nan) / 1000
    }
    return .nan
  }

  /// How often each of its threads went to sleep by itself.
  private var sleeps: [String: Double] {
    var sleeps: [String: Double] = [:]
    for thread in Self.names("/proc/\(pid)/task") {
      for line in Self.lines("/proc/\(pid)/task/\(thread)/status") where line.hasPrefix("voluntary_ctxt_switches:") {
        sleeps[thread] = Self.numbers(line).first
      }
    }
    return sleeps
  }

  /// How often its threads wake up in so many seconds.
  func wakeups(_ other: Proc? = nil, seconds: Double, while body: (Double) -> Void = { usleep(UInt32($0 * 1e6)) }) -> (Double, Double) {
    let (before, beside) = (sleeps, other?.sleeps ?? [:])
    body(seconds)
    func count(_ now: [String: Double], _ then: [String: Double]) -> Double {
      // A thread that has ended woke up to do so.
      now.reduce(0) { $0 + $1.value - (then[$1.key] ?? 0) } + Double(then.keys.count { now[$0] == nil })
    }
    return (count(sleeps, before), count(other?.sleeps ?? [:], beside))
  }

  /// Processor time of itself, in milliseconds.
  var processorTime: Double {
    var sum = 0.0
    for thread in Self.names("/proc/\(pid)/task") {
      sum += (Self.numbers(Self.text("/proc/\(pid)/task/\(thread)/schedstat")).first ?? 0) / 1e6
    }
    return sum
  }

  /// Page faults of children that have ended: grows with every one.
  var endedChildren: Double {
    let fields = Self.text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 8 ? Double(fields[8]) ?? 0 : 0
  }

  /// Children that run.
  var children: [Int] {
    Self.names("/proc/\(pid)/task").flatMap { thread in
      Self.numbers(Self.text("/proc/\(pid)/task/\(thread)/children")).map { Int($0) }
    }
  }

  static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func lines(_ path: String) -> [Substring] { text(path).split(separator: "\n") }

  private static func numbers(_ text: some StringProtocol) -> [Double] {
    text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.compactMap { Double($0) }
  }

  private static func names(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
