import NetworkTypes

/// What lines gave, until it is handed to a sink: a concrete type, so that reading a line is compiled once and not for every
/// kind of sink.
struct LineOutput {
    private(set) var records: [LogRecord] = []
    /// Of which observation domain each record is: logs beside each other that may tell of one flow have several.
    private var domains: [UInt32] = []
    /// What gave no record, and before which record it stands.
    private var notes: [(loss: LogLoss, time: Timestamp?, place: Int)] = []

    /// After so many records they are handed on.
    static let usualCount = 64

    var isFull: Bool { records.count >= Self.usualCount || notes.count >= Self.usualCount }

    mutating func record(_ record: LogRecord, domain: UInt32 = 0) {
        records.append(record)
        domains.append(domain)
    }

    mutating func note(_ loss: LogLoss, at time: Timestamp? = nil) {
        notes.append((loss, time, records.count))
    }

    /// Hands everything on, in its order.
    mutating func drain(into sink: inout some LogSink) {
        var noted = 0
        for place in 0...records.count {
            while noted < notes.count, notes[noted].place == place {
                sink.note(notes[noted].loss, count: 1, at: notes[noted].time, from: LogOrigin())
                noted += 1
            }
            if place < records.count { sink.record(records[place], from: LogOrigin(domain: domains[place])) }
        }
        records.removeAll(keepingCapacity: true)
        domains.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
    }
}
