import Foundation
import Synchronization

/// The engines of these tests, started once each; every test has a database of its own.
package enum SharedEngines {
    private static let engines = Mutex<[ClickHouseEngine.Dialect: ClickHouseEngine?]>([:])

    /// - Returns: `nil` where the dialect is not installed.
    package static func engine(_ dialect: ClickHouseEngine.Dialect) throws -> ClickHouseEngine? {
        try engines.withLock { engines in
            if let engine = engines[dialect] { return engine }
            let engine = try ClickHouseEngine(dialect)
            engines[dialect] = .some(engine)
            return engine
        }
    }

    /// A name that no other test has.
    package static func database() -> String {
        "census_" + UUID().uuidString.replacingOccurrences(of: "-", with: "_").lowercased()
    }
}
