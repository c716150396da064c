import CMaxMindDB
import NetworkTypes

/// An opened MaxMind DB, closed with the value: the one file of this module that calls the library.
///
/// Every call is `unsafe` because the library is C; what it gets are buffers that live for the call.
///
/// Sendable: the file is opened before the value exists and closed when it ends; between, look-ups only read, and the library
/// documents itself as safe for threads.
@safe struct MMDBFile: ~Copyable, @unchecked Sendable {
    // Sound to share: the library reads a database without changing it once it is open, and this is the only owner.
    private let database: UnsafeMutablePointer<MMDB_s>

    /// Takes a copy of the bytes.
    init(_ bytes: [UInt8]) throws(CountryDatabaseError.Problem) {
        guard !bytes.isEmpty else { throw .empty }
        var opened: UnsafeMutablePointer<MMDB_s>?
        let status = unsafe bytes.withUnsafeBytes { unsafe flowcensus_mmdb_open($0.baseAddress, $0.count, &opened) }
        guard status == MMDB_SUCCESS, let handle = unsafe opened else {
            // The metadata stands at the end: without it this is another file, or the beginning of one.
            throw status == MMDB_INVALID_METADATA_ERROR ? .noMetadata : .damaged(reason: Self.text(of: status))
        }
        unsafe database = handle
    }

    deinit {
        unsafe flowcensus_mmdb_close(database)
    }

    private static func text(of status: Int32) -> String {
        unsafe MMDB_strerror(status).map { unsafe String(cString: $0) } ?? "error \(status)"
    }

    /// What the file says of its kind, as `GeoLite2-Country`.
    var type: String {
        unsafe database.pointee.metadata.database_type.map { unsafe String(cString: $0) } ?? ""
    }

    /// Unix seconds.
    var builtAt: UInt64 { unsafe database.pointee.metadata.build_epoch }

    /// The country in the record of an address; `nil` where there is none.
    func country(of address: IPAddress) throws(CountryDatabaseError.Problem) -> CountryCode? {
        var record: UInt32 = 0
        let found = unsafe address.networkBytes.withUnsafeBufferPointer {
            unsafe flowcensus_mmdb_lookup(database, $0.baseAddress, $0.count, &record)
        }
        guard found >= 0 else { throw .damaged(reason: Self.text(of: -found)) }
        return found == 0 ? nil : country(inRecord: record)
    }

    /// Whether any record names a country: in a file of autonomous systems alone none does.
    var holdsCountries: Bool {
        (0..<(unsafe database.pointee.metadata.node_count)).contains { number in
            var records: [UInt32] = [0, 0]
            let count = unsafe records.withUnsafeMutableBufferPointer {
                unsafe flowcensus_mmdb_records(database, number, $0.baseAddress)
            }
            return records.prefix(Int(count)).contains { country(inRecord: $0) != nil }
        }
    }

    /// Where records have a country, the best place first: that of the address; flat, as in files of the public domain; and
    /// that in which the block is registered.
    private static let paths: [(outer: String, inner: String?)] = [
        ("country", "iso_code"), ("country_code", nil), ("registered_country", "iso_code"),
    ]

    private func country(inRecord record: UInt32) -> CountryCode? {
        for path in Self.paths {
            if let country = CountryCode(text(inRecord: record, path.outer, path.inner)) { return country }
        }
        return nil
    }

    /// A text of at most two bytes; empty where there is none or a longer one.
    private func text(inRecord record: UInt32, _ outer: String, _ inner: String?) -> String {
        var text: [CChar] = [0, 0]
        let length = unsafe text.withUnsafeMutableBufferPointer { buffer in
            guard let inner else {
                return unsafe flowcensus_mmdb_text(database, record, outer, nil, buffer.baseAddress, buffer.count)
            }
            return unsafe flowcensus_mmdb_text(database, record, outer, inner, buffer.baseAddress, buffer.count)
        }
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension IPAddress {
    /// The address as it stands in a packet: 4 or 16 bytes.
    fileprivate var networkBytes: [UInt8] {
        switch self {
        case .v4(let address): (0..<4).map { UInt8(truncatingIfNeeded: address.rawValue >> UInt32(24 - 8 * $0)) }
        case .v6(let address): (0..<16).map { UInt8(truncatingIfNeeded: address.rawValue >> UInt128(120 - 8 * $0)) }
        }
    }
}
