import NetworkTypes

/// What lines gave, until it is handed to a sink: a concrete type, so that reading a line is compiled once and not for every
/// kind of sink.
struct LineOutput {
    private(set) var records: [LogRecord] = []
    /// Of which observation domain each record is: logs beside each other that may tell of one flow have several.
    private var domains: [UInt32] = []
    private var notes: [(loss: LogLoss, time: Timestamp?)] = []

    /// After so many records they are handed on.
    static let usualCount = 64

    var isFull: Bool { records.count >= Self.usualCount || notes.count >= Self.usualCount }

    mutating func record(_ record: LogRecord, domain: UInt32 = 0) {
        records.append(record)
        domains.append(domain)
    }

    mutating func note(_ loss: LogLoss, at time: Timestamp? = nil) {
        notes.append((loss, time))
    }

    /// Hands everything on.
    mutating func drain(into sink: inout some LogSink) {
        for (place, record) in records.enumerated() {
            sink.record(record, from: LogOrigin(domain: domains[place]))
        }
        for note in notes { sink.note(note.loss, count: 1, at: note.time, from: LogOrigin()) }
        records.removeAll(keepingCapacity: true)
        domains.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
    }
}
