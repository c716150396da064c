import CensusModel
import Foundation
import GRDB
import NetworkTypes

/// Who told of something, as it stands in a column: 0 for packets, a device's address as those of hosts are, or a name.
extension Exporter {
    var databaseValue: DatabaseValue {
        if isPackets { return 0.databaseValue }
        return address?.databaseValue ?? name.databaseValue
    }

    /// `nil` where a value is not one that is written here.
    init?(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(0): self = .packets
        case .int64(let number):
            guard let number = UInt32(exactly: number) else { return nil }
            self.init(.v4(IPv4Address(rawValue: number)))
        case .blob(let bytes) where bytes.count == 16:
            self.init(.v6(IPv6Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt128($1) })))
        case .string(let name): self.init(program: name)
        default: return nil
        }
    }
}
