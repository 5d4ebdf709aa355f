import Model

/// Drafts as a service would read them.
enum SheetFixtures {
  static var drafts: [TicketDraft] {
    [
      TicketDraft(
        line: 1, ticket: Ticket(title: "Fix the flaky login test", body: "It fails on Mondays.\n- check the clock\n- check the zone")),
      TicketDraft(line: 5, ticket: Ticket(title: "Rotate deploy keys"), engine: "codex", priority: 10, after: ["#1"]),
      TicketDraft(line: 6, use: false, ticket: Ticket(title: "Typo in help"), duplicateOf: TaskID(3)),
      TicketDraft(
        line: 7, ticket: Ticket(title: "https://git.lab/ops/shop/issues/12"), problem: "There is no text yet: the forge is not configured."),
      TicketDraft(
        line: 8, ticket: Ticket(title: "Write release notes"), repository: "https://git.lab/ops/docs.git", base: "next", mode: .plan),
    ]
  }
}
