package import Model

/// What the service answers to a request.
package enum Reply: Hashable, Sendable, Codable {
  /// Who the service is.
  case hello(ServiceHello)
  /// Done, nothing to say.
  case done
  /// Done, with a line to print or show.
  case text(String)
  /// Everything as it is when notices begin.
  case attached(Snapshot)
  /// Tasks, listed, in id order.
  case tasks([TaskRecord])
  /// One task, whole.
  case task(TaskRecord)
  /// How a list would be queued.
  case preview([TicketDraft], remarks: [String])
  /// What was queued, in the order of the drafts.
  case enqueued([TaskRecord])
  /// A page of issues.
  case issues(IssueListing)
  /// What came of fetching issues by name, in the order asked.
  case fetched([FetchedIssue])
  /// What an import did.
  case imported(ImportReport)
  /// Transcript entries in order; `more` says that the store has further ones in the direction asked.
  case transcript([TranscriptEntry], more: Bool)
  /// How far the operator is with reading a change.
  case review(OperatorReview)
  /// The pieces of a change that the operator reviewed in other tasks.
  case seenHunks(SeenHunks)
  /// Who wrote the lines of a file.
  case blame(FileBlame)
  /// The changed files.
  case diff(DiffListing)
  /// Which tasks are in each other's way, a report for each repository.
  case conflicts([CollisionReport])
  /// The kept states, oldest first.
  case checkpoints([Checkpoint])
  /// A unified diff, as git printed it.
  case diffText(String)
  /// A program and its arguments to run on the client's terminal.
  case command([String])
  /// The engines.
  case engines([EngineStatus])
  /// The models of engines.
  case models([ModelListing])
  /// The forges.
  case forges(ForgeListings)
  /// What `doctor` found.
  case findings([Finding])
  /// How the service is.
  case status(ServiceStatus)
  /// A task's network.
  case hosts(HostReport)
  /// How many tasks ask what.
  case attention(AttentionCount)
  /// What waits to be published, in the order of approvals, listed.
  case outbox([OutboxEntry])
  /// The rules, oldest first.
  case rules([AnswerRule])
  /// How briefs would change.
  case briefs([BriefChange])
  /// What a search found.
  case found(SearchPage)
  /// What was used and waited.
  case statistics(StatisticsReport)
  /// What a task did when.
  case timeline(TaskTimeline)
  /// What an agent really ran, beside what it claims.
  case evidence(Evidence)
  /// Not done.
  case refused(Refusal)
}
