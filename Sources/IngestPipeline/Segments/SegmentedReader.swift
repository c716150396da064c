import FlowLogs
import PacketCapture

/// Reads an input front to back, and may be asked to go on behind the range that it was to read.
protocol SegmentedReader: SendableMetatype {
    /// How records are to be read from some place on.
    associatedtype Layout: Equatable, Sendable
    associatedtype Failure: Error

    /// Where the next record begins, or the damaged place: bytes of the unpacked input.
    var position: UInt64 { get }
    var layout: Layout { get }
    /// What stands for the layout behind the bytes before a place, in the digest by which the place is found again.
    var mark: [UInt8] { get }

    /// Up to 64 KiB of the input before `position`.
    func tail() throws(Failure) -> [UInt8]
    /// Has a reader of a range go on behind it, from where it stands.
    mutating func extend(to end: UInt64)

    /// Notes in an outcome where a count has come to, and how to read on from there.
    static func note(_ reached: (position: UInt64, layout: Layout)?, in outcome: inout InputOutcome)
}

extension CaptureFileReader: SegmentedReader {
    var mark: [UInt8] { layout.mark }

    static func note(_ reached: (position: UInt64, layout: CaptureLayout)?, in outcome: inout InputOutcome) {
        outcome.reached = reached
    }
}

extension LogReader: SegmentedReader {
    var mark: [UInt8] { layout.mark }

    func tail() throws(LogError) -> [UInt8] { try input.tail() }

    mutating func extend(to end: UInt64) { input.extend(to: end) }

    static func note(_ reached: (position: UInt64, layout: LogLayout)?, in outcome: inout InputOutcome) {
        outcome.reachedLog = reached
    }
}
