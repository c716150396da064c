package import PacketDecoding
package import Watchlist

/// A capture and what is done with it: what the fuzzers of readers make of their input.
package struct CaptureCase {
    package let tunnels: TunnelPolicy
    package let watchlist: Watchlist
    /// A number that a check may use as it likes.
    package let choice: Int
    package let bytes: [UInt8]

    /// Longer than what a reader looks at first and a buffer of it, so that records lie over the end of either.
    private static let repeatedLength = 400 * 1_024

    package init(_ input: inout FuzzInput) {
        let flags = input.byte()
        tunnels = flags & 1 == 0 ? .innermost : .outermost
        watchlist = FuzzedLists.all[flags & 2 == 0 ? 0 : 1]
        choice = input.number()
        let head = input.number()
        let capture = input.remaining()
        bytes = flags & 0xFC != 4 ? capture : Self.repeated(capture, from: min(head, capture.count))
    }

    /// What begins at `place` again and again: inputs stay short, captures do not.
    private static func repeated(_ bytes: [UInt8], from place: Int) -> [UInt8] {
        var all = bytes
        let part = bytes[place...]
        guard !part.isEmpty else { return all }
        all.reserveCapacity(repeatedLength + part.count)
        while all.count < repeatedLength { all += part }
        return all
    }

    /// The input that gives such a case.
    /// - Parameter place: where what is repeated begins; `nil` to repeat nothing.
    package static func input(_ capture: [UInt8], choice: UInt16 = 0, repeatedFrom place: UInt16? = nil) -> [UInt8] {
        let (flags, place) = (UInt8(place == nil ? 0 : 4), place ?? 0)
        let words = [choice, place].flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        return [flags] + words + capture
    }
}
