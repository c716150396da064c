import Classification
import Logging
import Runtime

/// What all workers of a live count have in common.
struct WorkerSettings: Sendable {
    let rules: CountingRules
    let budget: PacketBudget?
    let memory: LiveMemory
    let inbox: LiveInbox
    let clocks: Clocks
    let logger: Logger
}
