import CensusModel
import NetworkTypes

/// What a 5-tuple showed in one hour, in 32 bytes for IPv4 and 64 else: there is one for every flow of the last hours.
struct Trace<Words: TupleWords>: KeyedTrace {
    /// The 5-tuple, and below its protocol and ports what was seen of it.
    private let words: Words
    private let hostFirst: Int64
    private let originFirst: Int64

    @inline(__always)
    init(_ key: Words, _ shown: ShownEvidence) {
        var words = key
        words.low |= UInt64(shown.facts.rawValue)
        (self.words, hostFirst, originFirst) = (words, shown.hostFirst, shown.originFirst)
    }

    @inline(__always)
    var key: Words { words.key }

    @inline(__always)
    var shown: ShownEvidence {
        var shown = ShownEvidence()
        shown.facts = TupleEvidence.Facts(rawValue: UInt16(truncatingIfNeeded: words.low))
        (shown.hostFirst, shown.originFirst) = (hostFirst, originFirst)
        return shown
    }
}

/// The times that one exporter tells of a 5-tuple in one hour, in 48 bytes for IPv4 and 80 else.
struct ToldTrace<Words: TupleWords>: KeyedTrace {
    /// The 5-tuple, and below its protocol and ports which ends were seen with a SYN.
    private let words: Words
    private let hostFirst: Int64
    private let originFirst: Int64
    private let exporter: Exporter

    private static var hostSYN: UInt64 { 1 }
    private static var originSYN: UInt64 { 2 }

    init(_ key: Words, _ times: ToldTimes) {
        var words = key
        words.low |= (times.hostSYN ? Self.hostSYN : 0) | (times.originSYN ? Self.originSYN : 0)
        (self.words, exporter) = (words, times.exporter)
        (hostFirst, originFirst) = (times.hostFirst, times.originFirst)
    }

    @inline(__always)
    var key: Words { words.key }

    var times: ToldTimes {
        var times = ToldTimes(exporter: exporter)
        (times.hostFirst, times.originFirst) = (hostFirst, originFirst)
        times.hostSYN = words.low & Self.hostSYN != 0
        times.originSYN = words.low & Self.originSYN != 0
        return times
    }
}

/// Something of an hour that is found by its 5-tuple.
protocol KeyedTrace: BitwiseCopyable, Sendable {
    associatedtype Key: TupleWords
    var key: Key { get }
}
