import NetworkTypes
package import PacketCapture

extension Classifier: RecordFilter {
    /// Passes over Ethernet frames that match nothing, as `classify` does, before there is a frame of them.
    package mutating func take(_ records: PcapRun, position: inout Int, into frames: inout FrameWriter) {
        takeAll(records, position: &position, into: &frames)
    }

    /// As for records of a classic capture.
    package mutating func take(_ records: PcapngRun, position: inout Int, into frames: inout FrameWriter) {
        takeAll(records, position: &position, into: &frames)
    }

    @inline(__always)
    private mutating func takeAll(
        _ records: some RecordRun, position: inout Int, into frames: inout FrameWriter
    ) {
        guard records.linkType.rawValue == HeaderScreen.ethernet else { return }
        while true {
            let start = position
            let hour = ledger.currentSeconds
            note(screen.take(records, position: &position, hour: hour.lowerBound, into: &frames))
            guard position > start || enterHour(of: records, at: position) else { return }
        }
    }

    /// Makes the hour of a record current; false when it was, or there is no whole record.
    private mutating func enterHour(of records: some RecordRun, at position: Int) -> Bool {
        guard let time = records.timestamp(at: position) else { return false }
        let before = ledger.currentSeconds
        ledger.enter(time)
        return ledger.currentSeconds != before
    }
}
