import PacketCapture

/// Warns of lost packets when that begins, and then at most once a minute while it goes on.
struct DropAlarm {
    private var pending = PacketLoss()
    private var lastWarning: Int64?

    /// Nanoseconds between two warnings.
    static let interval: Int64 = 60_000_000_000

    /// - Parameters:
    ///   - losses: since the last call.
    ///   - now: nanoseconds on a steady clock.
    /// - Returns: what to warn of now: everything since the last warning.
    mutating func take(_ losses: PacketLoss, now: Int64) -> PacketLoss? {
        pending += losses
        guard !pending.isNone, lastWarning.map({ now - $0 >= Self.interval }) ?? true else { return nil }
        lastWarning = now
        defer { pending = PacketLoss() }
        return pending
    }
}
