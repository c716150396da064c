import NetworkTypes

/// A datagram of sets while it is decoded: what its header says, and what was found so far.
struct SetMessage {
    let dialect: TemplateSet.Dialect
    /// Where the stream's state is.
    let place: Int
    let origin: LogOrigin
    let exportTime: Timestamp
    let receivedAt: Timestamp
    /// NetFlow v9: milliseconds.
    let uptime: UInt32
    /// Where the message ends: bytes into the datagram.
    let end: Int

    /// Records of flows.
    var flows = 0
    /// Data records, of options too.
    var dataRecords = 0
    var templates = 0
    /// Bytes of data sets whose templates are not known.
    var unknownBytes = 0
    /// How many records those are, about.
    var unknownRecords: UInt64 = 0
    /// Whether the datagram ends within a set.
    var isCut = false
    /// What was wrong with its form, the first of all.
    var damage: String?

    init(
        dialect: TemplateSet.Dialect, place: Int, origin: LogOrigin, exportTime: Timestamp, receivedAt: Timestamp,
        uptime: UInt32, end: Int
    ) {
        (self.dialect, self.place, self.origin) = (dialect, place, origin)
        (self.exportTime, self.receivedAt, self.uptime, self.end) = (exportTime, receivedAt, uptime, end)
    }

    /// What NetFlow v9's header counts.
    var allRecords: Int { dataRecords + templates }

    func sequence(number: UInt32, units: UInt32, start: UInt32?) -> DatagramSequence.Datagram {
        DatagramSequence.Datagram(
            number: number, units: units, records: flows, dataRecords: dataRecords, unknownBytes: unknownBytes,
            unknownRecords: unknownRecords, start: start, time: exportTime)
    }
}
