import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore

/// Packets that a store's hours state.
enum StoredPackets {
    /// 0 while there is no store.
    static func count(in store: String) throws -> UInt64 {
        guard FileManager.default.fileExists(atPath: store),
            let store = try? SQLiteCensus(path: store, access: .read)
        else { return 0 }
        return try store.coverage(in: HourRange()).values.reduce(0) { $0 + $1.seen }
    }
}
