import Fuzz
import Glibc

/// `carrel-fuzz TARGET ROUNDS SEED`: throws changed inputs at what reads bytes from outside. `all` takes every target. A problem is told with the seed that
/// makes it again alone (`carrel-fuzz TARGET 1 SEED`); after a trap, CARREL_FUZZ_TRACE=1 tells the seed of every round before it.
@main enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    let targets = Fuzzer.targets.filter { arguments.count > 1 && (arguments[1] == "all" || arguments[1] == $0.name) }
    guard !targets.isEmpty, arguments.count <= 4, let rounds = Int(arguments.count > 2 ? arguments[2] : "10000"),
      let seed = UInt64(arguments.count > 3 ? arguments[3] : "1")
    else {
      print("usage: carrel-fuzz \(Fuzzer.targets.map(\.name).joined(separator: "|"))|all [ROUNDS [SEED]]")
      exit(2)
    }
    var fuzzer = Fuzzer()
    if getenv("CARREL_FUZZ_TRACE") != nil { fuzzer.trace = { say("\($0)", 2) } }
    var status: Int32 = 0
    for target in targets {
      do throws(FuzzProblem) {
        let report = try fuzzer.run(target, rounds: rounds, seed: seed)
        say(
          "\(target.name): \(rounds) rounds, \(report.bytes / 1000) KB; the slowest took \((report.slowest.perByte * 100).rounded() / 100) µs a byte (\(report.slowest.bytes) bytes, seed \(report.slowest.seed))"
        )
      } catch {
        say(error.description)
        status = 1
      }
    }
    exit(status)
  }

  /// At once, so that a file has it when something ends the program.
  private static func say(_ text: String, _ descriptor: Int32 = 1) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
