import CensusModel
import NetworkTypes

/// What a 5-tuple showed in each of four hours, in 32 bits an hour: of two words 16 bits each, those of the latest hour the lowest.
///
/// Of times only their order is kept: hours follow each other, so the end that sent in an earlier hour was seen earlier. What that does not
/// decide is kept in full beside it (`isExact`): times of several exporters, and those within the clocks' tolerance of an hour's end.
struct ShownHours: BitwiseCopyable, Equatable, Sendable {
    /// Facts (`TupleEvidence.Facts`), and above them whether the 5-tuple was there.
    private var facts: UInt64
    /// Which end was seen first, which ones with a SYN of a flow log, whether the times are kept in full, and above that who tells of them.
    private var order: UInt64

    private enum Bits {
        static let ofFacts: UInt64 = 0x0FFF
        static let isThere: UInt64 = 1 << 15
        static let hostEarlier: UInt64 = 1 << 0
        static let originEarlier: UInt64 = 1 << 1
        /// By more than the clocks' tolerance.
        static let isClear: UInt64 = 1 << 2
        static let hostSYN: UInt64 = 1 << 3
        static let originSYN: UInt64 = 1 << 4
        static let isExact: UInt64 = 1 << 5
        static let tellerShift: UInt64 = 8
        static let teller: UInt64 = 0xFF << tellerShift
        /// The lowest bit of each hour.
        static let eachHour: UInt64 = 0x0001_0001_0001_0001
    }

    /// Bits of an hour.
    private static var width: Int { 16 }
    /// How many hours there are.
    static var count: Int { 4 }

    /// Nothing.
    init() { (facts, order) = (0, 0) }

    /// What one told of the latest hour.
    ///
    /// - Parameters:
    ///   - host: when the host was seen first, in nanoseconds, where the facts say that it sent.
    ///   - origin: as `host`.
    ///   - teller: the number of who tells (`Tellers`).
    @inline(__always)
    init(_ facts: TupleEvidence.Facts, host: Int64, origin: Int64, teller: UInt8) {
        self.facts = UInt64(facts.rawValue) | Bits.isThere
        order = UInt64(teller) << Bits.tellerShift
        // Where packets show that the host opened a connection, times are not asked for as long as that is among the four hours.
        guard facts.contains(.bothSent), teller > 0 || !facts.contains(.hostOpened) else { return }
        let gap = origin &- host
        if gap != 0 { order |= gap > 0 ? Bits.hostEarlier : Bits.originEarlier }
        if gap.magnitude > UInt64(Beginning.clockTolerance) { order |= Bits.isClear }
    }

    /// Notes which ends a flow log saw with a SYN in the latest hour, by the flags that it has of each.
    @inline(__always)
    mutating func noteSYNs(of host: TCPFlags, _ origin: TCPFlags) {
        note(hostSYN: ToldTimes.tellsSYN(host), originSYN: ToldTimes.tellsSYN(origin))
    }

    /// Notes which ends a flow log saw with a SYN in the latest hour.
    @inline(__always)
    mutating func note(hostSYN: Bool, originSYN: Bool) {
        order |= (hostSYN ? Bits.hostSYN : 0) | (originSYN ? Bits.originSYN : 0)
    }

    /// Notes that the times of the latest hour are kept in full.
    mutating func noteExact() {
        order |= Bits.isExact
    }

    /// Adds what was shown in hours for which this one has nothing.
    @inline(__always)
    mutating func add(_ other: Self) {
        (facts, order) = (facts | other.facts, order | other.order)
    }

    /// The same, seen from some hours later: below four.
    @inline(__always)
    func earlier(by hours: Int) -> Self {
        let bits = UInt64(hours * Self.width)
        var earlier = Self()
        (earlier.facts, earlier.order) = (facts &<< bits, order &<< bits)
        return earlier
    }
}

// MARK: - All hours

extension ShownHours {
    /// What any of the hours showed.
    var merged: TupleEvidence.Facts {
        @inline(__always) get {
            let half = facts | facts >> 32
            return TupleEvidence.Facts(rawValue: UInt16(truncatingIfNeeded: (half | half >> 16) & Bits.ofFacts))
        }
    }

    /// Whether the 5-tuple was there in the oldest hour.
    var reachesOldestHour: Bool {
        @inline(__always) get { facts >> 48 != 0 }
    }

    /// Whether the one who tells of the latest hour tells of all of them, and the order of times says it all.
    var isOfOneTeller: Bool {
        @inline(__always) get {
            let tellers = order & (Bits.eachHour &* (Bits.teller | Bits.isExact))
            // Packets, most often.
            return tellers == 0 || tellers == (facts >> 15 & Bits.eachHour) &* (order & Bits.teller)
        }
    }

    /// Which end was seen clearly earlier; that it is the host says nothing where the oldest hour has packets already.
    /// - Precondition: `isOfOneTeller`.
    var clearlyEarlierEnd: Observation.Direction? {
        @inline(__always) get {
            let (host, origin) = hoursSent
            guard host != 0, origin != 0 else { return nil }
            var isHost = host > origin
            if Self.haveSameOldest(host, origin) {
                let bits = order >> Self.place(ofOldest: host)
                guard bits & Bits.isClear != 0 else { return nil }
                isHost = bits & Bits.hostEarlier != 0
            }
            return isHost ? (reachesOldestHour ? nil : .fromHost) : .fromOrigin
        }
    }

    /// Which end was seen earlier, where a flow log saw both with a SYN.
    /// - Precondition: `isOfOneTeller`.
    var earlierEndBySYN: Observation.Direction? {
        guard order & (Bits.hostSYN &* Bits.eachHour) != 0, order & (Bits.originSYN &* Bits.eachHour) != 0 else {
            return nil
        }
        let (host, origin) = hoursSent
        guard host | origin != 0 else { return nil }
        guard Self.haveSameOldest(host, origin) else { return host > origin ? .fromHost : .fromOrigin }
        let bits = order >> Self.place(ofOldest: host)
        guard bits & (Bits.hostEarlier | Bits.originEarlier) != 0 else { return nil }
        return bits & Bits.hostEarlier != 0 ? .fromHost : .fromOrigin
    }

    /// The hours in which each end sent something, by their lowest bits.
    private var hoursSent: (host: UInt64, origin: UInt64) {
        @inline(__always) get {
            let host = facts >> UInt64(TupleEvidence.Facts.hostSent.rawValue.trailingZeroBitCount)
            let origin = facts >> UInt64(TupleEvidence.Facts.originSent.rawValue.trailingZeroBitCount)
            return (host & Bits.eachHour, origin & Bits.eachHour)
        }
    }

    /// Whether the highest bit of two numbers, which are not both 0, is the same one: else it is among the bits in which they differ.
    @inline(__always)
    private static func haveSameOldest(_ left: UInt64, _ right: UInt64) -> Bool { left ^ right < left & right }

    /// How many bits lie below those of the oldest of some hours.
    @inline(__always)
    private static func place(ofOldest hours: UInt64) -> UInt64 {
        UInt64(UInt64.bitWidth - 1 - hours.leadingZeroBitCount)
    }
}

// MARK: - One hour

extension ShownHours {
    /// Whether the 5-tuple was there so many hours before the latest.
    func isThere(before: Int) -> Bool { facts >> shift(before) & Bits.isThere != 0 }

    /// Whether the times of an hour are kept in full.
    func isExact(before: Int) -> Bool { order >> shift(before) & Bits.isExact != 0 }

    /// The number of who tells of an hour.
    func teller(before: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: order >> (shift(before) + Bits.tellerShift))
    }

    /// Times that stand to each other as those of an hour do, from its start on.
    func times(before: Int, _ exporter: Exporter) -> ToldTimes {
        let own = TupleEvidence.Facts(rawValue: UInt16(truncatingIfNeeded: facts >> shift(before)))
        let bits = order >> shift(before)
        var times = ToldTimes(exporter: exporter)
        let middle = Hour.nanoseconds / 2
        let gap = bits & Bits.isClear != 0 ? 2 * Beginning.clockTolerance : 1
        if own.contains(.hostSent) { times.hostFirst = middle + (bits & Bits.originEarlier != 0 ? gap : 0) }
        if own.contains(.originSent) { times.originFirst = middle + (bits & Bits.hostEarlier != 0 ? gap : 0) }
        (times.hostSYN, times.originSYN) = (bits & Bits.hostSYN != 0, bits & Bits.originSYN != 0)
        return times
    }

    private func shift(_ before: Int) -> UInt64 { UInt64(Self.width * before) }
}
