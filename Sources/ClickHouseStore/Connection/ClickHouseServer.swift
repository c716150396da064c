import ByteInput
import CensusModel
import Foundation
import HTTPClient
import Synchronization

/// A ClickHouse server, spoken to over HTTP (clickhouse.com/docs/interfaces/http): statements go as bodies of POST, flows go in
/// columns and come so, all other rows go and come as RowBinary.
///
/// Requests set `wait_end_of_query`, so that the status says whether all of it could be made, but those whose answers are in columns.
/// Every request has a connection of its own: on one that was used before libcurl sends a request again where no answer comes, and
/// rows that the server has taken would be there twice.
final class ClickHouseServer: Sendable {
    let address: ClickHouseAddress
    private let credentials: HTTPCredentials?
    private let compressesAnswers: Mutex<Bool>
    /// What every request sets.
    private let always = Mutex<[(name: String, value: String)]>([])

    init(_ address: ClickHouseAddress) throws {
        self.address = address
        credentials = try Self.credentials(address)
        compressesAnswers = Mutex(address.compresses)
    }

    private static func credentials(_ address: ClickHouseAddress) throws(ClickHouseError) -> HTTPCredentials? {
        guard let file = address.passwordFile else { return nil }
        do {
            let secret = try SecretFile.read(file)
            guard let credentials = HTTPCredentials(.header("X-ClickHouse-Key"), secret: secret) else {
                throw ClickHouseError(
                    address.name, .password(reason: "\(file): holds a character that no header can hold"))
            }
            return credentials
        } catch let problem as SecretFile.Problem {
            throw ClickHouseError(address.name, .password(reason: "\(problem)"))
        } catch let error as ClickHouseError {
            throw error
        } catch {
            throw ClickHouseError(address.name, .password(reason: "\(error)"))
        }
    }

    // MARK: - Statements

    /// Runs a statement that answers with nothing.
    /// - Parameter operation: what it is for, for the error.
    func run(_ statement: String, _ operation: String) throws {
        try send(request(statement), operation)
    }

    /// Runs a statement on every server of a cluster, which answers with a row for each: its name, port, and 0 where it is done.
    func runOnCluster(_ statement: String, _ operation: String) throws {
        let (status, body) = try answer(request(statement))
        let rows = String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.split(separator: "\t")
        }
        guard status == 200, rows.allSatisfy({ $0.count > 2 && $0[2] == "0" }) else {
            throw refusal(body, status, operation)
        }
    }

    private func request(_ statement: String) throws -> HTTPRequest {
        try request(Array(statement.utf8), statement.utf8.count > Self.shortQuery ? Self.longQuery : [:])
    }

    /// How a block of rows is written.
    enum Format: String {
        case rows = "RowBinary"
        case columns = "Native"
    }

    /// Inserts rows as one block.
    func insert(_ rows: [UInt8], into table: String, _ columns: [String], _ operation: String) throws {
        try insert([rows[...]], of: .rows, into: table, columns, operation)
    }

    /// Inserts rows as one block, whose bytes come in pieces.
    func insert(
        _ rows: [ArraySlice<UInt8>], of format: Format, into table: String, _ columns: [String], _ operation: String
    ) throws {
        let statement = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) FORMAT \(format.rawValue)"
        var request = try request(address.compresses ? [Self.compressed(rows)[...]] : rows, ["query": statement])
        if address.compresses { request.headers.append(HTTPHeader("Content-Encoding", "gzip")) }
        var waited = 0.0
        while waited < Self.mostWaits {
            do {
                return try send(request, operation)
            } catch let error as ClickHouseError where error.isBusy {
                // The server refuses before it takes anything, until it has merged what came before, or its replicas have it.
                Thread.sleep(forTimeInterval: error.pause)
                waited += error.pause
            }
        }
        try send(request, operation)
    }

    /// How an answer comes.
    enum Answer {
        /// As rows that each begin with their mark. The server sends nothing before it knows that all of it can be made.
        case rows
        /// As `rows`, of which there are so many that the server may sort them on its disk; a user who may only read cannot ask for that.
        case manyRows
        /// In columns, as soon as the server has them: who takes them knows how many rows there are.
        case columns

        fileprivate func begins(with byte: UInt8) -> Bool {
            if case .columns = self { byte == BlockReader.firstByte } else { byte <= RowMark.end }
        }

        fileprivate var settings: KeyValuePairs<String, String> {
            switch self {
            case .rows, .columns: [:]
            case .manyRows: ["max_bytes_before_external_sort": "1073741824"]
            }
        }
    }

    /// Hands on the answer to a question as it comes.
    func read(
        _ question: String, _ operation: String, _ answer: Answer = .rows, _ take: ([UInt8]) throws -> Void
    ) throws {
        var request = try request(
            [Array(question.utf8)[...]], question.utf8.count > Self.shortQuery ? Self.longQuery : [:],
            waits: answer != .columns)
        request.address = try request.address.adding(answer.settings)
        let compresses = compressesAnswers.withLock { $0 }
        if compresses { request.address = try request.address.adding(["enable_http_compression": "1"]) }
        do {
            try read(request, operation, answer, take)
        } catch let error as ClickHouseError where error.isReadOnly && (compresses || always.withLock { !$0.isEmpty }) {
            // A user who may only read may change no setting, and was refused before a row came: his profile has to have them.
            compressesAnswers.withLock { $0 = false }
            setAlways([])
            try read(question, operation, answer, take)
        }
    }

    private func read(
        _ request: HTTPRequest, _ operation: String, _ answer: Answer, _ take: ([UInt8]) throws -> Void
    ) throws {
        let client = try HTTPClient()
        try withoutActuallyEscaping(take) { take in
            let refused = Refusal(of: answer)
            var response: HTTPResponse?
            do {
                response = try client.send(request) { bytes in
                    if refused.isRefused(bytes) { refused.text += bytes } else { try take(bytes) }
                }
            } catch let error as HTTPError {
                throw failure(error)
            }
            guard let response, response.isSuccess, refused.text.isEmpty else {
                throw refusal(refused.text, response?.status ?? 0, operation)
            }
        }
    }

    private static func compressed(_ rows: [ArraySlice<UInt8>]) throws -> [UInt8] {
        let compressor = try GzipCompressor(isFast: true)
        for piece in rows { compressor.add(Array(piece)) }
        return compressor.finish()
    }

    private static let shortQuery = 200_000
    private static let longQuery: KeyValuePairs<String, String> = ["max_query_size": "1073741824"]
    /// Seconds that a server may take to merge what stands in the way.
    private static let mostWaits = 60.0

    // MARK: - Requests

    /// Has every request from now on set something.
    func setAlways(_ settings: [(name: String, value: String)]) { always.withLock { $0 = settings } }

    private func request(_ body: [UInt8], _ query: KeyValuePairs<String, String>) throws -> HTTPRequest {
        try request([body[...]], query)
    }

    /// - Parameter waits: whether the server answers only when all of it could be made.
    private func request(
        _ body: [ArraySlice<UInt8>], _ query: KeyValuePairs<String, String>, waits: Bool = true
    ) throws -> HTTPRequest {
        var place = try address.server.adding(waits ? ["wait_end_of_query": "1"] : [:]).adding(query)
        for setting in always.withLock({ $0 }) { place = try place.adding([setting.name: setting.value]) }
        var request = HTTPRequest(place)
        request.method = .post(pieces: body, contentType: "application/octet-stream")
        request.headers = [HTTPHeader("X-ClickHouse-User", address.user)]
        request.credentials = credentials
        request.settings.allowsPlainText = true
        request.settings.allowsSecretsInPlainText = address.allowsPlainText
        request.settings.takesRefusals = true
        request.settings.certificateFile = address.certificateFile
        request.settings.proxy = address.server.isLoopback ? "" : nil
        request.settings.timeout = 86_400
        request.settings.lowSpeedTime = 600
        request.settings.maximumSize = .max
        request.settings.maximumUnpackedSize = .max
        request.settings.maximumRedirects = 0
        return request
    }

    /// Sends what answers with nothing: a text that comes all the same says why it was refused, whatever the status.
    private func send(_ request: HTTPRequest, _ operation: String) throws {
        let (status, body) = try answer(request)
        guard 200..<300 ~= status, body.isEmpty else { throw refusal(body, status, operation) }
    }

    private func answer(_ request: HTTPRequest) throws -> (status: Int, body: [UInt8]) {
        do {
            let (response, body) = try HTTPClient().send(request)
            return (response.status, body)
        } catch let error as HTTPError {
            throw failure(error)
        }
    }

    // MARK: - Errors

    private func failure(_ error: HTTPError) -> ClickHouseError {
        let problem: ClickHouseError.Problem =
            switch error.problem {
            case .secretInTheClear:
                .denied(
                    reason:
                        "a password would go in the clear: use clickhouses://, or add plain=1 behind a ? where the network is trusted"
                )
            case .damaged(let reason): .damaged(reason: reason)
            default: .unreachable(reason: "\(error)")
            }
        return ClickHouseError(address.name, problem)
    }

    /// What the text says that a server sends in place of an answer.
    func refusal(_ answer: [UInt8], _ status: Int, _ operation: String) -> ClickHouseError {
        let text = String(decoding: answer.prefix(2_000), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        let code = Self.code(text)
        let reason = text.isEmpty ? "status \(status)" : String(text.prefix(400))
        let problem: ClickHouseError.Problem =
            switch code {
            case _ where Self.isFull(code, reason): .full(reason: reason)
            // The numbers stand in ClickHouse's ErrorCodes.cpp.
            case 192, 193, 194, 195, 291, 497, 516: .denied(reason: reason)
            case 60, 81: .gone
            case let code? where Self.replicaCodes.contains(code): .replicas(code: code, reason: reason)
            case nil where status == 200: .damaged(reason: reason)
            case nil: .unreachable(reason: "status \(status)" + (text.isEmpty ? "" : ": \(reason)"))
            case let code?: .server(operation: operation, code: code, reason: reason)
            }
        return ClickHouseError(address.name, problem)
    }

    /// NO_ZOOKEEPER, TABLE_IS_READ_ONLY, TOO_FEW_LIVE_REPLICAS, UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE, REPLICA_IS_NOT_IN_QUORUM,
    /// UNKNOWN_STATUS_OF_INSERT, KEEPER_EXCEPTION.
    private static let replicaCodes: Set = [225, 242, 285, 286, 289, 319, 999]

    /// Whether the server's disk is full: NOT_ENOUGH_SPACE, what the system says, or that not even the server's own log takes a line.
    private static func isFull(_ code: Int?, _ reason: String) -> Bool {
        code == 243 || reason.contains("No space left")
            || reason.hasPrefix("Poco::Exception. Code: 1000") && reason.contains("Cannot write file")
    }

    /// The number behind `Code: `.
    private static func code(_ text: Substring) -> Int? {
        guard text.hasPrefix("Code: ") else { return nil }
        return Int(text.dropFirst(6).prefix { $0.isASCII && $0.isNumber })
    }
}

/// The text of a refusal, told from rows by its first byte, which is no letter: rows begin with the number 1 or 2, columns with how
/// many there are.
private final class Refusal {
    var text: [UInt8] = []
    private var hasBegun = false
    private let answer: ClickHouseServer.Answer

    init(of answer: ClickHouseServer.Answer) {
        self.answer = answer
    }

    func isRefused(_ bytes: [UInt8]) -> Bool {
        guard !hasBegun else { return !text.isEmpty }
        hasBegun = true
        return bytes.first.map { !answer.begins(with: $0) } ?? false
    }
}

extension ClickHouseError {
    /// Whether the server takes nothing for the moment: TOO_MANY_PARTS, or another's rows are on their way to its replicas.
    fileprivate var isBusy: Bool { isWaitingForReplicas || isMerging }

    private var isMerging: Bool {
        if case .server(_, 252, _) = problem { true } else { false }
    }

    private var isWaitingForReplicas: Bool {
        if case .replicas(286, _) = problem { true } else { false }
    }

    /// Seconds before such a server is asked again.
    fileprivate var pause: Double { isWaitingForReplicas ? 0.1 : 1 }

    /// Whether the user may change no setting: READONLY.
    fileprivate var isReadOnly: Bool {
        if case .server(_, 164, _) = problem { true } else { false }
    }
}
