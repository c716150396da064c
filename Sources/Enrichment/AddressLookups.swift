import NetworkTypes
import Synchronization

/// What a file says of addresses, each looked up once: an hour of a census asks for the same origins as the hour before.
///
/// Look-ups may come from several threads.
final class AddressLookups<Value: Sendable>: Sendable {
    private struct State {
        var known: [IPAddress: Value?] = [:]
        var damagedCount = 0
    }

    private let state = Mutex(State())

    /// More addresses than any list has origins in sight at one time: then the memory is emptied.
    private static var mostKnown: Int { 1_048_576 }

    /// What `lookUp` has found; `nil` where that is nothing, in a damaged part of the file too.
    func value(
        of address: IPAddress, _ lookUp: (IPAddress) throws(MMDBSection.Damage) -> Value?
    ) -> Value? {
        state.withLock { state in
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
    var damagedCount: Int { state.withLock { $0.damagedCount } }
}
