import Foundation
import GRDB
import NetworkTypes

/// Addresses as SQLite sorts them: integers for IPv4 come before blobs for IPv6.
extension IPAddress {
    var databaseValue: DatabaseValue {
        switch self {
        case .v4(let address): return Int64(address.rawValue).databaseValue
        case .v6(let address):
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: address.rawValue >> UInt128(120 - 8 * $0)) }
            return Data(bytes).databaseValue
        }
    }

    /// `nil` when the value is no address.
    init?(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let number):
            guard let address = UInt32(exactly: number) else { return nil }
            self = .v4(IPv4Address(rawValue: address))
        case .blob(let data):
            guard data.count == 16 else { return nil }
            self = .v6(IPv6Address(rawValue: data.reduce(0) { $0 << 8 | UInt128($1) }))
        default: return nil
        }
    }
}
