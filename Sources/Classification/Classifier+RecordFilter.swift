import NetworkTypes
package import PacketCapture

extension Classifier: RecordFilter {
    /// Passes over Ethernet frames that match nothing, as `classify` does, before there is a frame of them.
    package mutating func take(_ records: RecordRun, position: inout Int, into frames: inout FrameWriter) {
        guard records.linkType.rawValue == HeaderScreen.ethernet else { return }
        while true {
            let start = position
            let hour = ledger.currentSeconds
            note(screen.take(records, position: &position, hour: hour, into: &frames))
            guard position > start || enterHour(of: records, at: position) else { return }
        }
    }

    /// Makes the hour of a record current; false when it was, or there is no whole record.
    private mutating func enterHour(of records: RecordRun, at position: Int) -> Bool {
        guard let time = records.second(at: position) else { return false }
        let before = ledger.currentSeconds
        ledger.enter(time)
        return ledger.currentSeconds != before
    }
}
