import CensusModel
import NetworkTypes

/// A row of the table `sensor`: a sensor as its last shipment tells of it, and the process that ships as it.
struct SensorRow: Sendable {
    let identity: String
    /// How many processes shipped as the sensor before.
    private(set) var attempt: UInt64 = 0
    private(set) var holder: UInt128 = 0
    /// The last shipment; `nil` before the first.
    var last: ShipmentMark?
    /// The identity of a shipment whose claim stands in its table although nothing was taken of it.
    var refused = ""
    private var record = SensorRecord(identity: "", name: "", version: "", interval: 0)
    private var received = Timestamp(nanoseconds: 0)
    private var clockOffset: Int64 = 0
    private var lists: [UsedList] = []

    /// Bits of the number of a shipment within `number`.
    private static let sequenceBits: UInt64 = 40

    /// Of a sensor that is not known.
    init(identity: String) { self.identity = identity }

    /// Notes that another process ships as the sensor.
    mutating func hold(as holder: UInt128) {
        (attempt, self.holder) = (attempt + 1, holder)
    }

    /// Notes a shipment. One that holds nothing says nothing of lists.
    mutating func note(_ shipment: Shipment, received: Timestamp) {
        last = ShipmentMark(sequence: shipment.sequence, identity: shipment.identity)
        (record, self.received, clockOffset) = (shipment.sensor, received, shipment.clockOffset(at: received))
        if let used = shipment.latestLists { lists = used }
    }

    // MARK: - As it stands in the table

    static let columns = Tables.sensorColumns.map(\.name)

    var bytes: [UInt8] {
        var writer = RowWriter()
        writer.add(identity)
        writer.add(attempt << Self.sequenceBits | min(last?.sequence ?? 0, 1 << Self.sequenceBits - 1))
        writer.add(fixed: holder)
        writer.add(record.name)
        writer.add(record.version)
        writer.add(Int64(record.interval))
        writer.add(last?.identity ?? "")
        writer.add(refused)
        writer.add(received.nanoseconds)
        writer.add(clockOffset)
        for texts in [lists.map(\.record.name), lists.map(\.record.version)] { Self.add(texts, &writer) }
        writer.add(length: lists.count)
        for list in lists { writer.add(Int64(list.record.entries)) }
        Self.add(lists.map(\.firstUsedAt), &writer)
        return writer.bytes
    }

    private static func add(_ texts: [String], _ writer: inout RowWriter) {
        writer.add(length: texts.count)
        for text in texts { writer.add(text) }
    }

    init(_ reader: inout RowReader) throws {
        identity = try reader.text()
        let number = try reader.number(UInt64.self)
        let sequence = number & (1 << Self.sequenceBits - 1)
        (attempt, holder) = (number >> Self.sequenceBits, try reader.fixed())
        let (name, version) = (try reader.text(), try reader.text())
        let interval = Int(try reader.number(Int64.self))
        record = SensorRecord(identity: identity, name: name, version: version, interval: interval)
        let shipment = try reader.text()
        last = sequence > 0 ? ShipmentMark(sequence: sequence, identity: shipment) : nil
        (refused, received) = (try reader.text(), Timestamp(nanoseconds: try reader.number()))
        clockOffset = try reader.number()
        let (names, versions) = (try reader.array { try $0.text() }, try reader.array { try $0.text() })
        let entries = try reader.array { try $0.number(Int64.self) }
        let first = try reader.array { try $0.text() }
        guard Set([names.count, versions.count, entries.count, first.count]).count == 1 else {
            throw RowReader.Fault.impossible("a sensor whose lists do not belong together")
        }
        lists = names.indices.map { place in
            UsedList(
                record: ListRecord(version: versions[place], name: names[place], entries: Int(entries[place])),
                firstUsedAt: first[place], sources: 0)
        }
    }

    /// The sensor as a centre knows it; `nil` of one that has shipped nothing.
    var state: SensorState? {
        last.map {
            SensorState(record: record, last: $0, received: received, clockOffset: clockOffset, lists: lists)
        }
    }
}
