import CensusModel
package import NetworkTypes

/// Some thousand records of one hour in the order of their 5-tuples, column by column.
///
/// As bytes: the format's number (1 byte); then, as numbers of seven bits a byte (LEB128), how many records there are, the page's
/// number in its run, how many nanoseconds a unit of time has (as a power of 1,000), the attributions behind their count,
/// and the exporters' count; the hour (4 bytes, little-endian) stands behind the format, each exporter has 16 bytes, little-endian;
/// then the columns (`PageColumn`), and last the CRC-32 of all that (4 bytes, little-endian).
package struct RunPage: Sendable {
    package let hour: Hour
    /// Its place in its run, from 0.
    package let number: Int
    package let count: Int
    /// The numbers of attributions, in the order in which records came to have them. Whoever takes a page over into another
    /// store puts that store's numbers in their place.
    package var attributions: [Int64]
    let exporters: [Exporter]
    /// A unit of time is 1,000 to this power of nanoseconds.
    let timePower: Int
    /// Bytes, among which its columns are.
    let held: [UInt8]
    /// Where in `held` the columns lie.
    let columns: Range<Int>
    /// Bytes of its columns, packed.
    package var size: Int { columns.count }

    package static let format: UInt8 = 1
    /// A page has no more records.
    package static let mostRecords = 4_096
    /// A run has no more pages.
    package static let mostPages = 1 << 20
    /// Nothing that is counted of a flow reaches 2 to this power, so that sums over all flows stay within 64 bits.
    package static let counterBits: UInt64 = 53
    static let largestTimePower = 3
    package static let checksumLength = 4

    init(
        hour: Hour, number: Int, count: Int, attributions: [Int64], exporters: [Exporter], timePower: Int,
        content: [UInt8]
    ) {
        (self.hour, self.number, self.count) = (hour, number, count)
        (self.attributions, self.exporters) = (attributions, exporters)
        (self.timePower, held, columns) = (timePower, content, content.indices)
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(columns.count + 10 * attributions.count + 16 * exporters.count + 64)
        bytes.append(Self.format)
        bytes.append(fixed: UInt32(bitPattern: hour.index))
        bytes.append(number: UInt64(count))
        bytes.append(number: UInt64(number))
        bytes.append(number: UInt64(timePower))
        bytes.append(number: UInt64(attributions.count))
        for attribution in attributions { bytes.append(number: UInt64(bitPattern: attribution)) }
        bytes.append(number: UInt64(exporters.count))
        for exporter in exporters { bytes.append(fixed: exporter.code) }
        bytes.append(contentsOf: held[columns])
        return Self.sealed(bytes)
    }

    /// Bytes with their checksum behind them.
    package static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var sealed = bytes
        sealed.append(fixed: bytes[...].checksum)
        return sealed
    }

    /// Reads a page up to its columns.
    package init(bytes: [UInt8]) throws(RunFault) {
        guard let format = bytes.first, bytes.count > Self.checksumLength else { throw .cut }
        let end = bytes.count - Self.checksumLength
        var checksum = ByteReading(bytes, from: end, upTo: bytes.count)
        guard try checksum.fixed(UInt32.self) == bytes[..<end].checksum else { throw .checksum }
        guard format == Self.format else { throw .format(format) }
        var reading = ByteReading(bytes, from: 1, upTo: end)
        hour = Hour(index: Int32(bitPattern: try reading.fixed(UInt32.self)))
        count = try reading.count(upTo: Self.mostRecords)
        number = try reading.count(upTo: Self.mostPages - 1)
        timePower = try reading.count(upTo: Self.largestTimePower)
        guard count > 0 else { throw .impossible("a page without records") }
        guard Hour.possible.contains(hour) else {
            throw .impossible("flows of the hour \(hour.index), which no time can have")
        }
        var (attributions, exporters) = ([Int64](), [Exporter]())
        for _ in 0..<(try reading.count(upTo: count)) { attributions.append(Int64(bitPattern: try reading.number())) }
        for _ in 0..<(try reading.count(upTo: count)) {
            exporters.append(Exporter(code: try reading.fixed(UInt128.self)))
        }
        (self.attributions, self.exporters) = (attributions, exporters)
        (held, columns) = (bytes, reading.position..<end)
    }
}

extension Hour {
    /// All hours that a `Timestamp` can lie in: the years 1677 to 2262.
    static let possible =
        Hour(containing: Timestamp(nanoseconds: .min))...Hour(containing: Timestamp(nanoseconds: .max))
}
