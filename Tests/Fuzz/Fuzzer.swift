import Glibc
import TestSupport

/// Runs rounds of a target. Every round has a seed of its own, so that any of them can be run again alone.
package struct Fuzzer {
  /// The targets.
  package static let targets: [any FuzzTarget] = [InputTarget(), CleanerTarget(), TicketTarget(), DiffTarget(), MarkdownTarget()]

  /// What a run found out beside that all held.
  package struct Report: Sendable {
    /// The most processor time that a round took for each byte (and its first 256), in microseconds, and the seed of that round.
    package var slowest: (perByte: Double, seed: UInt64, bytes: Int) = (0, 0, 0)
    /// All bytes.
    package var bytes = 0
  }

  /// Called with the seed before each round.
  package var trace: ((UInt64) -> Void)?

  package init() {}

  /// Runs the corpus as it is, then so many rounds from the seed on.
  /// - Throws: `FuzzProblem`, with the seed of the round, and its input.
  package func run(_ target: some FuzzTarget, rounds: Int, seed: UInt64) throws(FuzzProblem) -> Report {
    let mutator = Mutator(target)
    var report = Report()
    for entry in mutator.corpus {
      var random = SeededGenerator(seed: seed)
      try check(target, entry, &random, seed: seed)
    }
    for round in 0..<rounds {
      let own = seed &+ UInt64(round)
      trace?(own)
      var random = SeededGenerator(seed: own)
      let bytes = mutator.input(&random)
      let begun = Self.processorTime
      try check(target, bytes, &random, seed: own)
      let perByte = (Self.processorTime - begun) / Double(bytes.count + 256)
      report.bytes += bytes.count
      if perByte > report.slowest.perByte { report.slowest = (perByte, own, bytes.count) }
    }
    return report
  }

  private func check(_ target: some FuzzTarget, _ bytes: [UInt8], _ random: inout SeededGenerator, seed: UInt64) throws(FuzzProblem) {
    do throws(FuzzProblem) {
      try target.check(bytes, &random)
    } catch {
      throw FuzzProblem(
        "\(target.name), seed \(seed): \(error.description)\ninput: \(String(decoding: bytes, as: UTF8.self).debugDescription.prefix(2000))"
      )
    }
  }

  /// Of this thread, in microseconds.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1000
  }
}
