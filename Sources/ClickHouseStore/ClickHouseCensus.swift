package import CensusModel
import Foundation
import NetworkTypes
import Synchronization

/// A census on a ClickHouse server: flows, coverage, inputs and list versions, in one database.
///
/// A commit inserts its flows first and its claim last, so that it is seen as a whole or not at all; what a process left that was
/// killed between the two is seen by nobody, and removed by `vacuum`.
package final class ClickHouseCensus: CensusStore {
    package let path: String
    let server: ClickHouseServer
    let tables: Tables
    /// Which claims counted when that was looked at last.
    let lastMoment = Mutex<ClaimMoment?>(nil)
    /// The sessions that this process counts, by their identity.
    let sessions = Mutex<[String: SessionClaims]>([:])
    /// The sensors as which this process ships into it, by their identity.
    let shippers = Mutex<[String: SensorRow]>([:])
    /// The version of the tables when it was opened.
    package var versionBefore: Int { foundVersion.withLock { $0 } }
    let foundVersion = Mutex(Tables.version)
    /// Whether its tables of kept counts were seen.
    let keepsCounts = Mutex(false)
    /// On which servers its tables are.
    var layout: TableLayout { knownLayout.withLock { $0 } }
    let knownLayout = Mutex(TableLayout())
    /// The name of the sensor that counts into it; empty without a sensor.
    let sensor: String

    /// Of the tables that this code writes.
    package static let version = Tables.version

    /// There is nothing to look through: what was not committed is not seen.
    package var wasLookedThrough: Bool { false }

    /// - Parameters:
    ///   - sensor: the name of the sensor of what is counted.
    ///   - layout: on which servers tables are made that are missing; `nil` for the one that is named.
    package init(path: String, access: StoreAccess, sensor: String = "", layout: TableLayout? = nil) throws {
        (self.path, self.sensor) = (path, sensor)
        let address = try ClickHouseAddress(path)
        server = try ClickHouseServer(address)
        tables = Tables(database: address.database)
        try open(access, layout)
    }

    // MARK: - Questions

    /// The rows of an answer. Each begins with the number 1, by which it is told from the text of an error.
    func rows<Value>(
        _ question: String, _ operation: String, _ value: (inout RowReader) throws -> Value
    ) throws -> [Value] {
        var reader = RowReader()
        var values: [Value] = []
        do {
            try server.read(question + " FORMAT RowBinary", operation) { piece in
                try reader.take(piece) { values.append(try value(&$0)) }
            }
            try reader.finish()
        } catch let fault as RowReader.Fault {
            throw damage(fault, operation)
        }
        return values
    }

    func damage(_ fault: RowReader.Fault, _ operation: String) -> ClickHouseError {
        switch fault {
        case .cut: ClickHouseError(path, .damaged(reason: "it ends within a row"))
        case .impossible(let text):
            text.hasPrefix("Code: ")
                ? server.refusal(Array(text.utf8), 200, operation) : ClickHouseError(path, .damaged(reason: text))
        }
    }

    func failure(_ problem: ClickHouseError.Problem) -> ClickHouseError { ClickHouseError(path, problem) }

    /// A random number that nothing else has; 0 stands for nothing.
    static func randomID() -> UInt128 { .random(in: 1...UInt128.max) }
}

/// Values as SQL has them.
enum SQL {
    static func text(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'") + "'"
    }

    static func bytes(_ bytes: [UInt8]) -> String { "unhex('\(bytes.hexadecimal)')" }

    static func fixed(_ number: UInt128) -> String { "toFixedString(unhex('\(digits(number))'), 16)" }

    /// What `hex` makes of sixteen bytes.
    static func digits(_ number: UInt128) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// A list of such digits, for `IN`. Of many it is one text, for a server counts what a question is made of, and refuses one of
    /// 50,000 words.
    static func list(_ numbers: some Collection<UInt128>) -> String {
        guard numbers.count > mostWords else { return numbers.map { "'\(digits($0))'" }.joined(separator: ", ") }
        return "SELECT arrayJoin(splitByChar(',', '\(numbers.map(digits).joined(separator: ","))'))"
    }

    private static let mostWords = 1_000

    static func all(_ conditions: [String]) -> String {
        conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    }
}
