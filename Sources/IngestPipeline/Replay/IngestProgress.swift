import Synchronization

/// How far a run has come: counters that workers add to and a display reads, without locks.
package final class IngestProgress: Sendable {
    private let bytesDone = Atomic<UInt64>(0)
    private let bytesExpected = Atomic<UInt64>(0)
    private let packets = Atomic<UInt64>(0)
    private let matched = Atomic<UInt64>(0)

    package init() {}

    /// One reading of all counters.
    package struct Reading: Sendable {
        /// Bytes of files read, packed as they are.
        package let bytesDone: UInt64
        /// Bytes of all files together; 0 when that is not known.
        package let bytesExpected: UInt64
        package let packets: UInt64
        package let matched: UInt64

        package init(bytesDone: UInt64, bytesExpected: UInt64, packets: UInt64, matched: UInt64) {
            (self.bytesDone, self.bytesExpected) = (bytesDone, bytesExpected)
            (self.packets, self.matched) = (packets, matched)
        }
    }

    package var reading: Reading {
        Reading(
            bytesDone: bytesDone.load(ordering: .relaxed), bytesExpected: bytesExpected.load(ordering: .relaxed),
            packets: packets.load(ordering: .relaxed), matched: matched.load(ordering: .relaxed))
    }

    func expect(bytes: UInt64) {
        bytesExpected.add(bytes, ordering: .relaxed)
    }

    func advance(bytes: UInt64, packets newPackets: UInt64, matched newMatched: UInt64) {
        bytesDone.add(bytes, ordering: .relaxed)
        packets.add(newPackets, ordering: .relaxed)
        matched.add(newMatched, ordering: .relaxed)
    }
}
