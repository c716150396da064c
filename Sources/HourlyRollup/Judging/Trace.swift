import CensusModel
import NetworkTypes

/// What a 5-tuple showed in the hour that is judged and the three before it, in 32 bytes for IPv4 and 56 else: there is one for every
/// 5-tuple of the last hours.
struct Trace<Words: TupleWords>: KeyedTrace {
    let key: Words
    let hours: ShownHours

    @inline(__always)
    init(_ key: Words, _ hours: ShownHours) {
        (self.key, self.hours) = (key, hours)
    }
}

/// The times that one exporter tells of a 5-tuple in one hour, or that packets do, in 48 bytes for IPv4 and 72 else. Kept where their order
/// alone does not do.
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
