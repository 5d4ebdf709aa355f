import Fuzz
import Glibc
import Testing

/// What reads bytes from outside, with a fixed number of changed inputs; CARREL_SOAK=1 takes a hundred times as many from another seed each time.
@Suite struct FuzzTests {
  @Test(arguments: 0..<Fuzzer.targets.count) func everythingHolds(index: Int) throws {
    let target = Fuzzer.targets[index]
    let soaks = getenv("CARREL_SOAK") != nil
    let seed: UInt64 = soaks ? UInt64.random(in: 1...UInt64(UInt32.max)) : 1
    let report = try Fuzzer().run(target, rounds: soaks ? 200_000 : 2000, seed: seed)
    #expect(report.bytes > 100_000)
  }
}
