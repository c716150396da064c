import Foundation

/// The life of a connection: requests, one after another, and their answers.
struct ConnectionServing {
    private let connection: Connection
    private let limits: ListenerLimits
    private let table: ConnectionTable
    private let isWithinRate: () -> Bool
    private let handler: HTTPListener.Handler
    private let log: HTTPListener.Log

    init(
        _ connection: Connection, _ limits: ListenerLimits, table: ConnectionTable, rates: @escaping () -> Bool,
        _ handler: @escaping HTTPListener.Handler, _ log: @escaping HTTPListener.Log
    ) {
        (self.connection, self.limits, self.table) = (connection, limits, table)
        (isWithinRate, self.handler, self.log) = (rates, handler, log)
    }

    func serve() {
        var reader = HeadReader(connection, limits)
        while !table.isStopping {
            do {
                guard let text = try reader.next() else { return }
                guard try answer(text) else { break }
            } catch let error as HTTPMessageError {
                _ = try? answer(HTTPAnswer(refusing: error), to: nil, keepsAlive: false, remark: error.reason)
                break
            } catch {
                return
            }
        }
        connection.finish(within: Self.millisecondsToFinish)
    }

    private static let millisecondsToFinish: Int32 = 1_000

    /// - Returns: whether the connection stays open.
    private func answer(_ text: [UInt8]) throws -> Bool {
        let started = Connection.now
        connection.countRequest()
        let head = try HTTPRequestHead(text)
        guard isWithinRate() else {
            let refusal = HTTPMessageError(.tooManyRequests, "too many requests")
            return try answer(HTTPAnswer(refusing: refusal), to: head, keepsAlive: false, remark: refusal.reason)
        }
        let request = HTTPRequest(head: head, peer: connection.peer, local: connection.local)
        return try answer(
            handler(request), to: head, keepsAlive: head.keepsAlive && !table.isStopping, remark: nil,
            since: started)
    }

    private func answer(
        _ answer: HTTPAnswer, to head: HTTPRequestHead?, keepsAlive: Bool, remark: String?,
        since started: Int64 = Connection.now
    ) throws -> Bool {
        let (table, connection) = (table, connection)
        let writer = AnswerWriter(connection, limits, head, isStopping: { table.isStopping || connection.isGone })
        let outcome = Result { try writer.write(answer, keepsAlive: keepsAlive) }
        var failure = remark
        if case .failure(let error) = outcome, !(error is ConnectionLost) { failure = "\(error)" }
        log(
            HTTPExchange(
                peer: connection.peer, head: head, user: answer.user, status: writer.status ?? answer.status,
                length: writer.length,
                isWhole: (try? outcome.get()) != nil, milliseconds: Connection.now - started, remark: failure))
        return try outcome.get()
    }
}

extension HTTPAnswer {
    /// Says why nobody looked at a request.
    init(refusing error: HTTPMessageError) {
        self.init(error.status, "text/plain; charset=utf-8", error.reason + "\n")
        if error.status == .methodNotAllowed { headers.append(("Allow", "GET, HEAD")) }
        if error.status == .tooManyRequests { headers.append(("Retry-After", "1")) }
    }
}

/// Reads the heads of requests from a connection, and keeps what comes behind one for the next.
private struct HeadReader {
    private let connection: Connection
    private let limits: ListenerLimits
    private var pending: [UInt8] = []
    private var isFirst = true

    init(_ connection: Connection, _ limits: ListenerLimits) {
        (self.connection, self.limits) = (connection, limits)
    }

    /// All before the empty line; `nil` where the other side has sent its last request, or is silent for too long.
    mutating func next() throws -> [UInt8]? {
        var deadline = Connection.now + Int64(isFirst ? limits.headTime : limits.idleTime)
        var isWaiting = !isFirst && pending.isEmpty
        isFirst = false
        var searched = 0
        while true {
            skipEmptyLines()
            if let end = endOfHead(from: max(0, searched - 3)) {
                let head = Array(pending[..<end])
                pending.removeSubrange(..<(end + 4))
                return head
            }
            searched = pending.count
            guard pending.count <= limits.headLength else {
                throw HTTPMessageError(.headersTooLarge, "a request has more than \(limits.headLength) bytes")
            }
            if isWaiting, !pending.isEmpty {
                isWaiting = false
                deadline = Connection.now + Int64(limits.headTime)
            }
            let isBegun = !pending.isEmpty
            guard let bytes = try? connection.read(until: deadline) else {
                guard isBegun else { return nil }
                throw HTTPMessageError(.requestTimeout, "the request did not come to its end in time")
            }
            guard !bytes.isEmpty else { return nil }
            pending += bytes
        }
    }

    /// Lines before a request (RFC 9112 section 2.2).
    private mutating func skipEmptyLines() {
        while pending.starts(with: [13, 10]) { pending.removeFirst(2) }
    }

    private func endOfHead(from start: Int) -> Int? {
        guard pending.count >= 4 else { return nil }
        return (min(start, pending.count - 4)...(pending.count - 4)).first { index in
            pending[index] == 13 && pending[index + 1] == 10 && pending[index + 2] == 13 && pending[index + 3] == 10
        }
    }
}
