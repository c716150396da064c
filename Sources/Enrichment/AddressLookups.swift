import NetworkTypes
import Synchronization

/// What a file says of addresses, each looked up once: an hour of a census asks for the same origins as the hour before.
///
/// Look-ups may come from several threads, which seldom meet: addresses are kept in shares, each with a lock of its own.
final class AddressLookups<Value: Sendable>: Sendable {
    private final class Share: Sendable {
        let state = Mutex(State())
    }

    private struct State {
        var known: [IPAddress: Value?] = [:]
        var damagedCount = 0
    }

    private static var shareCount: Int { 64 }
    private let shares = (0..<shareCount).map { _ in Share() }

    /// More addresses than any list has origins in sight at one time: then the memory of a share is emptied.
    private static var mostKnown: Int { 1_048_576 / shareCount }

    private func share(of address: IPAddress) -> Share {
        let bits =
            switch address {
            case .v4(let address): UInt64(address.rawValue)
            case .v6(let address): UInt64(truncatingIfNeeded: address.rawValue)
            }
        return shares[Int(truncatingIfNeeded: bits % UInt64(Self.shareCount))]
    }

    /// What `lookUp` has found; `nil` where that is nothing, in a damaged part of the file too.
    func value(
        of address: IPAddress, _ lookUp: (IPAddress) throws(MMDBSection.Damage) -> Value?
    ) -> Value? {
        share(of: address).state.withLock { state in
            if let value = state.known[address] { return value }
            if state.known.count >= Self.mostKnown { state.known.removeAll(keepingCapacity: true) }
            var value: Value?
            do {
                value = try lookUp(address)
            } catch {
                state.damagedCount += 1
            }
            state.known[address] = .some(value)
            return value
        }
    }

    /// How many addresses were looked for in parts of the file that are damaged.
    var damagedCount: Int { shares.reduce(0) { $0 + $1.state.withLock { $0.damagedCount } } }
}
