import Model
import Platform

extension ACPAgent {
  /// Notes that the private home holds this session, when the agent can go on with it.
  func remember() async {
    guard let sessionID, offers.canLoad || offers.canResume else { return }
    let ledger = ACPSessionLedger(engine: program.engine, home: setup.home)
    await runBlocking { ledger.add(sessionID) }
  }
}
