import Foundation
import GRDB
package import HourlyRollup

/// A capture that was counted, and how far.
package struct CountedCapture: Equatable, Sendable {
    /// The number of its source in this store.
    package let source: Int64
    /// As it was named first.
    package let name: String
    package let head: CaptureHead
    /// Bytes of the unpacked capture that were counted; a record begins there, or will.
    package let position: UInt64
    /// SHA-256 of up to 64 KiB before the position.
    package let tail: [UInt8]
    package let packets: UInt64

    package init(
        source: Int64, name: String, head: CaptureHead, position: UInt64, tail: [UInt8], packets: UInt64
    ) {
        self.source = source
        self.name = name
        self.head = head
        self.position = position
        self.tail = tail
        self.packets = packets
    }

    init(_ row: Row) throws {
        self.init(
            source: try row.value("id"), name: try row.value("name"),
            head: CaptureHead(beginning: try row.value("beginning"), markData: try row.value("head")),
            position: UInt64(clamping: try row.value("position") as Int64),
            tail: [UInt8](try row.value("tail") as Data), packets: UInt64(clamping: try row.value("packets") as Int64))
    }
}

/// What a stretch of a capture showed: committed as a whole, or not at all.
package struct CaptureStretch: Sendable {
    package var name: String
    /// How the capture begins, up to the stretch's end.
    package var head: CaptureHead
    /// Bytes of the unpacked capture.
    package var range: Range<UInt64>
    /// SHA-256 of up to 64 KiB before the stretch's end.
    package var tail: [UInt8]
    package var tallies: [HourlyTally]
    /// What names the capture in stores of earlier versions, where that is known.
    package var earlierIdentity: String?

    package init(
        name: String, head: CaptureHead, range: Range<UInt64>, tail: [UInt8], tallies: [HourlyTally],
        earlierIdentity: String? = nil
    ) {
        self.name = name
        self.head = head
        self.range = range
        self.tail = tail
        self.tallies = tallies
        self.earlierIdentity = earlierIdentity
    }

    /// Over all hours.
    package var coverage: Coverage {
        var whole = Coverage()
        for tally in tallies { for coverage in tally.coverage.values { whole.merge(coverage) } }
        return whole
    }
}

/// Which capture a stretch belongs to, as far as its reader knows. A store in which that has changed since refuses the
/// stretch: of two processes that count one capture, one adds each stretch.
package enum CaptureClaim: Equatable, Sendable {
    /// One that is not there; those with the same beginning that are were looked at, and are others.
    case new(besides: Set<Int64>)
    /// One that was counted to where the stretch begins.
    case continues(source: Int64)
    /// One that was counted to some position: what it contributed goes, and the stretch is its first.
    case replaces(source: Int64, position: UInt64)
}

/// What became of a stretch.
package enum StretchOutcome: Equatable, Sendable {
    case added(source: Int64)
    /// The claim does not hold any more: somebody else has counted the capture. Nothing was added.
    case overtaken
    /// An earlier version counted the capture, under that name. Nothing was added.
    case countedEarlier(name: String)
}
