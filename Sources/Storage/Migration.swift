/// One step of the store's format. Steps are only ever added; a released one is never changed.
struct Migration {
  /// The format after this step (`PRAGMA user_version`).
  let version: Int
  /// The statements of the step.
  let sql: String

  /// "Carl" in `PRAGMA application_id`: how a store of ours is told from any other SQLite file.
  static let applicationID: Int64 = 0x4361_726C

  /// All steps, in order.
  static let all: [Migration] = [
    Migration(
      version: 1,
      sql: """
        CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO mark VALUES ('task', 0), ('seq', 0), ('clean', 1);
        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE task (id INTEGER PRIMARY KEY, record TEXT NOT NULL, identity TEXT);
        CREATE INDEX task_identity ON task (identity) WHERE identity IS NOT NULL;
        CREATE TABLE task_text (
          task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE, body TEXT NOT NULL, brief TEXT);
        CREATE TABLE event (
          task INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE, seq INTEGER NOT NULL, time INTEGER NOT NULL,
          stream INTEGER, message TEXT, start INTEGER, body TEXT NOT NULL, PRIMARY KEY (task, seq)) WITHOUT ROWID;
        CREATE INDEX event_piece ON event (task, message) WHERE message IS NOT NULL;
        CREATE TABLE intent (
          id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, task INTEGER NOT NULL, payload TEXT NOT NULL, begun INTEGER NOT NULL);
        """),
    // What the search and the statistics are made of; filled by `EventLog.indexMore`, also for what older versions wrote. The words' table holds no
    // text of its own and is kept in step by `IndexWriter`: a trigger may not write to it (`trusted_schema`), so a task with passages cannot be deleted
    // past it. `index_mark.seq` is the task's last row that is in all of them.
    Migration(
      version: 2,
      sql: """
        CREATE TABLE passage (
          id INTEGER PRIMARY KEY, task INTEGER NOT NULL REFERENCES task (id), seq INTEGER NOT NULL, time INTEGER NOT NULL,
          kind INTEGER NOT NULL, path TEXT, text TEXT NOT NULL);
        CREATE INDEX passage_task ON passage (task, kind);
        CREATE VIRTUAL TABLE passage_words USING fts5 (
          text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
        CREATE TABLE index_mark (
          task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE, seq INTEGER NOT NULL, engine TEXT NOT NULL, phase TEXT NOT NULL,
          since INTEGER NOT NULL, tree TEXT);
        CREATE TABLE use (
          task INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE, day INTEGER NOT NULL, engine TEXT NOT NULL,
          repository TEXT NOT NULL, turns INTEGER NOT NULL, cost REAL NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
          cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, PRIMARY KEY (task, day, engine)) WITHOUT ROWID;
        CREATE TABLE stay (
          task INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE, phase TEXT NOT NULL, seconds REAL NOT NULL,
          PRIMARY KEY (task, phase)) WITHOUT ROWID;
        """),
    // What was approved and is not published yet, one entry a task, in the order of approvals.
    Migration(
      version: 3,
      sql: """
        CREATE TABLE outbox (
          task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE, place INTEGER NOT NULL, entry TEXT NOT NULL);
        """),
  ]

  /// The format that this program writes.
  static var current: Int { all.last?.version ?? 0 }
}
