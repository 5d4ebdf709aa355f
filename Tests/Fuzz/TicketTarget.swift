import Model
import TestSupport
import Tickets

/// The ticket parser: never more rows than its limit, every row where its line says, and what has a problem is not in use.
struct TicketTarget: FuzzTarget {
  let name = "tickets"
  let corpus = [
    "Fix login\nRotate keys\n", "- [ ] Fix login @codex !high\n- [x] Done already\n  with a body\n- [ ] Next #12\n",
    "# Sprint\n\n## Fix login\n\nIt fails on **Mondays**.\n\n- [ ] check the clock\n\n## Rotate keys\n\n@claude\n",
    "| id | title | engine |\n|----|-------|--------|\n| 1 | Fix login | codex |\n| 2 | Rotate keys | |\n",
    "title,body,labels\n\"Fix, login\",\"It\nfails\",bug\nRotate keys,,\n", "title\tpriority\nFix\t3\n",
    #"[{"number":12,"title":"Fix login","body":"It fails","url":"https://git.lab/i/12","labels":[{"name":"bug"}]},{"number":13,"title":"Keys"}]"#,
    "1. First\n   more\n2. Second\n   1. inner\n", "repo: https://git.lab/ops/shop.git\nbase: next\n\n- [ ] One\n  after: #1\n",
    "Fix it [[demo:flood]] {engine=codex, model=o3}\n", "https://github.com/a/b/issues/1\nhttps://git.lab/ops/shop/-/issues/7\n",
    "---\nengine: claude\nmodel: opus\n---\n- [ ] One\n- [ ] Two\n", "```\n- not a ticket\n```\n* Yes\n+ Also\n",
  ]
  let words = [
    "- [ ] ", "- [x] ", "* ", "1. ", "# ", "## ", "### ", "|", "\n|---|---|\n", ",", "\"", "\t", "\n", "\n\n", "    ", "```\n", "---\n",
    "@codex ", "#1",
    "after: #2\n", "{", "}", "[", "]", "\"title\":", ":", "https://github.com/a/b/issues/1", "\u{FEFF}", "\r\n", "title,body\n", "\u{0}",
    "!high", "\\",
  ]

  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem) {
    let reading = TicketList.parse(bytes, engines: ["claude", "codex"])
    try require(reading == TicketList.parse(bytes, engines: ["claude", "codex"]), "read twice it is not the same")
    try require(reading.drafts.count <= TicketList.mostRows, "\(reading.drafts.count) rows")
    let lines = bytes.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    var last = 0
    for draft in reading.drafts {
      try require((1...lines).contains(draft.line), "line \(draft.line) of \(lines)")
      try require(draft.line >= last, "line \(draft.line) comes after \(last)")
      last = draft.line
      try require(draft.problem == nil || !draft.use, "used in spite of “\(draft.problem ?? "")”")
      try require(!draft.ticket.title.utf8.contains(0x0A), "a title of two lines")
      try require(draft.ticket.body.utf8.count <= 2 << 20, "a body of \(draft.ticket.body.utf8.count) bytes")
    }
  }
}
