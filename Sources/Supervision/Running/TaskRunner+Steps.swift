import Configuration
import Model
import Platform
import Workspaces

/// What a chain does with a whole workspace: handing it over to another task, publishing it by itself.
extension TaskRunner {
  /// Commits the work so far for the task that begins with it.
  func handOver() async {
    guard record.phase == .review, record.workspacePath != nil else { return }
    let now: (tree: String, stamps: [String: String])
    do throws(SupervisionError) { now = try await sensitiveNow() } catch {
      await handleQuietly(.handOverFailed(error.text))
      return
    }
    do throws(WorkspaceError) {
      let commit = try await desk.workspaces.handOver(
        id, tree: now.tree, message: desk.commitMessage(for: record), author: desk.identity, date: record.workEnded ?? record.created)
      await handleQuietly(.handedOver(commit: commit, sensitive: now.stamps))
    } catch {
      await handleQuietly(.handOverFailed(error.text))
    }
  }

  /// Publishes the tree that the chain's last turn left, if it still is what lies there.
  func publishByItself(_ way: Publication.Kind, tree: String) async {
    guard record.phase == .review, !Task.isCancelled else { return }
    let approval = Approval(kind: way, tree: tree, author: "the chain")
    var kept = tree
    var entry: OutboxEntry?
    do throws(SupervisionError) {
      if way != .none {
        let listing = try await measuredNow()
        guard listing.summary.tree == tree else {
          throw SupervisionError(.refused, "\(id) is not published by itself: its files changed after its last turn. Look at it.")
        }
        let composed = try await keeping(listing, record.out)
        try requireTicks(listing, out: composed.out)
        kept = composed.tree
        if way.goesByOutbox { entry = try await self.entry(approval, composed, listing, branch: desk.branchName(for: record)) }
      }
      try await handle(.stepPublishes(tree: tree), posting: entry)
    } catch {
      await handleQuietly(.publishingHeld(error.text))
      return
    }
    // What goes wrong is in the record, and waits for an operator there.
    if let entry {
      _ = try? await post(entry)
      return
    }
    _ = try? await carryOut(approval, tree: kept, branch: desk.branchName(for: record))
  }

  /// After its end: what it began with is no longer kept for it.
  func letGoOfTheBeginning() async {
    guard let giver = record.startsFrom, let commit = record.startCommit else { return }
    try? await desk.workspaces.dropHandedOver(giver, location: record.repository, commit: commit)
  }
}
