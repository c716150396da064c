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
        case .string(let name): self.init(program: name)
        default:
            guard let address = IPAddress(value) else { return nil }
            self.init(address)
        }
    }
}
