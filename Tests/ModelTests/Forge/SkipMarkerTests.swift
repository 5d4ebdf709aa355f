import Model
import Testing

/// The markers that keep a forge from running its checks.
@Suite struct SkipMarkerTests {
  private let plain =
    "Fix the login test\n\nThe token is renewed now.\n\nTicket: https://git.lab/ops/tools/issues/12\nAgent: claude (sonnet)\n"

  @Test(arguments: SkipMarker.allCases) func whatWasAddedCanBeTakenAwayAgain(_ marker: SkipMarker) {
    for message in [plain, "Fix\n", "Fix\n\nbody without trailers\n"] {
      let held = marker.added(to: message)
      #expect(SkipMarker.found(in: held) == [marker])
      #expect(marker.added(to: held) == held)
      #expect(SkipMarker.stripped(from: held) == message)
    }
  }

  @Test func aWordIsAParagraphBeforeTheTrailers() {
    #expect(
      SkipMarker.skipCI.added(to: plain)
        == "Fix the login test\n\nThe token is renewed now.\n\n[skip ci]\n\nTicket: https://git.lab/ops/tools/issues/12\nAgent: claude (sonnet)\n"
    )
    #expect(SkipMarker.noCI.added(to: "Fix") == "Fix\n\n[no ci]\n")
    #expect(SkipMarker.noCI.added(to: "") == "[no ci]\n")
  }

  @Test func theTrailerIsTheLastLine() {
    #expect(SkipMarker.skipChecks.added(to: plain).hasSuffix("Agent: claude (sonnet)\nskip-checks: true\n"))
    #expect(SkipMarker.skipChecks.added(to: "Fix\n\nbody\n") == "Fix\n\nbody\n\n\nskip-checks: true\n")
  }

  @Test func markersAreFoundHoweverTheyAreSpeltAndWhereverTheyStand() {
    #expect(SkipMarker.found(in: "Fix [SKIP CI] it") == [.skipCI])
    #expect(SkipMarker.found(in: "Fix [Ci Skip][no ci]\n\nSkip-Checks:true") == [.ciSkip, .noCI, .skipChecks])
    #expect(SkipMarker.found(in: "skip ci, [skip  ci], [skip cis]").isEmpty)
    #expect(SkipMarker.stripped(from: "Fix [SKIP CI] it\n\nbody [ci skip]\n") == "Fix it\n\nbody\n")
    #expect(SkipMarker.stripped(from: "[skip ci]\n\nFix\n") == "Fix\n")
  }

  @Test func whatOnlyComesTogetherByTakingOneAwayIsTakenAwayToo() {
    #expect(SkipMarker.found(in: SkipMarker.stripped(from: "Fix [skip [no ci]ci] it")).isEmpty)
    #expect(SkipMarker.stripped(from: "[skip ci]") == "")
  }

  @Test func aMessageWithoutOneStaysToTheByte() {
    for message in [plain, "", "Fix  \r\n\n\n\nbody", "é [ci] \u{0}"] { #expect(SkipMarker.stripped(from: message) == message) }
  }
}
