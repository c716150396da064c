import Synchronization

/// How many packets may still be taken, among workers.
final class PacketBudget: Sendable {
    private let state: Mutex<(unclaimed: UInt64, unused: UInt64)>

    init(_ count: UInt64) {
        state = Mutex((count, count))
    }

    /// Reserves up to so many packets. 0 while others have reserved all that is left, too.
    func claim(atMost count: Int) -> Int {
        state.withLock { state in
            let claim = min(UInt64(count), state.unclaimed)
            state.unclaimed -= claim
            return Int(claim)
        }
    }

    /// Gives back what was reserved and not used.
    func settle(claimed: Int, used: Int) {
        state.withLock { state in
            state.unclaimed += UInt64(claimed - used)
            state.unused -= UInt64(used)
        }
    }

    var isSpent: Bool { state.withLock { $0.unused == 0 } }
}
