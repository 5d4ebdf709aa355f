import JSON
import Model
import Testing

@testable import Forges

struct GitLabDecoderTests {
  @Test(arguments: [
    ("Draft: Faster", "Faster", true), ("[Draft] Faster", "Faster", true), ("(draft) Faster", "Faster", true),
    ("WIP: Faster", "Faster", true),
    ("Draft: Draft: Faster", "Faster", true), ("Drafty: Faster", "Drafty: Faster", false), ("Faster", "Faster", false),
    ("Draft:", "Draft:", true),
  ])
  func titlesOfDrafts(_ title: String, _ plain: String, _ isDraft: Bool) {
    #expect(GitLabDraft.split(title) == (plain, isDraft))
    #expect(GitLabDraft.split(GitLabDraft.join(title, isDraft: true)).isDraft)
    #expect(GitLabDraft.join("Faster", isDraft: false) == "Faster")
  }

  @Test(arguments: [
    ("/merge", "\\/merge"), ("a\n/close\r\n /assign @x\n\t/label ~y", "a\n\\/close\r\n \\/assign @x\n\t\\/label ~y"),
    ("a /close b", "a /close b"), ("```\n/merge\n```", "```\n\\/merge\n```"), ("\u{200B}/merge", "\u{200B}\\/merge"), ("", ""),
    ("see\n\n/usr/bin", "see\n\n\\/usr/bin"), ("a\u{2028}/merge", "a\u{2028}\\/merge"),
  ])
  func noLineIsAnOrder(_ text: String, _ safe: String) { #expect(GitLabText.withoutOrders(text) == safe) }

  @Test func aProjectInGroupsInGroups() throws {
    let facts = try #require(
      GitLabDecoder.facts(
        try .parse(
          #"{"path_with_namespace": "ops/lab/tools", "default_branch": "main", "archived": true, "http_url_to_repo": "u", "permissions": {"project_access": null, "group_access": {"access_level": 30}}}"#
        ), host: "git.lab"))
    #expect(facts.repository == ForgeRepository(host: "git.lab", owner: "ops/lab", name: "tools") && facts.canPush && facts.isArchived)
    #expect(GitLabDecoder.facts(["path_with_namespace": "tools"], host: "git.lab") == nil)
    #expect(GitLabDecoder.facts(["path_with_namespace": "/tools"], host: "git.lab") == nil)
  }

  @Test func whatGitLabNotesItselfIsNoComment() throws {
    func comment(_ more: String) throws -> IssueComment? {
      GitLabDecoder.comment(
        try .parse(
          #"{"id": 5, "body": "b", "created_at": "2026-03-04T05:06:07.890+02:00", "author": {"username": "project_12_bot_ab"}, \#(more)}"#),
        page: "p")
    }
    let plain = try comment(#""system": false, "type": null, "resolvable": false"#)
    #expect(plain?.url == "p#note_5" && plain?.isBot == true && plain?.created.milliseconds == 1_772_593_567_890)
    #expect(try comment(#""system": true, "type": null"#) == nil)
    #expect(try comment(#""system": false, "type": "DiffNote", "resolvable": true"#) == nil)
  }

  @Test(arguments: [
    ("success", false, CIState.passed), ("skipped", false, .passed), ("failed", false, .failed), ("failed", true, .passed),
    ("canceled", false, .failed),
    ("pending", false, .running), ("created", false, .running), ("manual", true, .passed), ("manual", false, .running),
    ("unheard of", false, .running),
  ])
  func jobsComeToOneOfThreeStates(_ status: String, _ mayFail: Bool, _ state: CIState) {
    #expect(GitLabDecoder.status(["name": "build", "status": .string(status), "allow_failure": .bool(mayFail)])?.state == state)
  }

  @Test(arguments: [
    "{}", "[]", "null", #"{"iid": -1, "title": "x"}"#,
    #"{"iid": 18446744073709551616, "title": "x", "source_branch": "a", "target_branch": "b"}"#,
    #"{"iid": 1, "title": null, "source_branch": "a", "target_branch": "b"}"#,
  ])
  func whatIsNoMergeRequestIsNone(_ text: String) throws {
    #expect(GitLabDecoder.request(try .parse(text)) == nil)
    #expect(GitLabDecoder.issue(try .parse(text)) == nil)
  }
}
