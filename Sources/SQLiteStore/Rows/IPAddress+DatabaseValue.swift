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

    /// `nil` where a value is not one that is written here.
    init?(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let number):
            guard let number = UInt32(exactly: number) else { return nil }
            self = .v4(IPv4Address(rawValue: number))
        case .blob(let bytes) where bytes.count == 16:
            self = .v6(IPv6Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt128($1) }))
        default: return nil
        }
    }
}
