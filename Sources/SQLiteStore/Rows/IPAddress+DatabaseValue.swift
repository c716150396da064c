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
}
