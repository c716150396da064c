import Foundation
import Glibc
package import NetworkTypes
import Synchronization

/// An HTTP server for reading: GET and HEAD, each connection with a thread of its own, and limits on all that a peer may take.
///
/// Nothing happens before ``run()``. The handler is called on the threads of connections, on several at a time.
package final class HTTPListener: Sendable {
    package typealias Handler = @Sendable (HTTPRequest) -> HTTPAnswer
    package typealias Log = @Sendable (HTTPExchange) -> Void

    private let socket: ListeningSocket
    private let limits: ListenerLimits
    private let handler: Handler
    private let log: Log
    private let table: ConnectionTable
    private let rates: Mutex<RateLimit<IPAddress>>
    /// Becomes readable when the listener is to stop.
    private let wake: (reader: CInt, writer: CInt)

    /// - Parameters:
    ///   - handler: answers a request.
    ///   - log: is called after each answer.
    package init(
        _ address: ReceptionAddress, limits: ListenerLimits = ListenerLimits(), handler: @escaping Handler,
        log: @escaping Log = { _ in }
    ) throws(ListenerError) {
        socket = try ListeningSocket(address)
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw ListenerError(address, "open a pipe") }
        for end in ends { DescriptorFlags.set(end) }
        wake = (ends[0], ends[1])
        (self.limits, self.handler, self.log) = (limits, handler, log)
        table = ConnectionTable(limits)
        rates = Mutex(RateLimit(rate: limits.rate, burst: limits.burst))
    }

    deinit {
        close(wake.reader)
        close(wake.writer)
    }

    /// Where it listens, with the port that the system chose for 0.
    package var address: ReceptionAddress { socket.address }

    /// How many connections are open.
    package var connections: Int { table.count }

    /// Takes connections until ``stop()``, and then waits some seconds for those that are being answered.
    package func run() {
        while true {
            var set = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&set, 2, -1) > 0 else { continue }
            if set[1].revents != 0 { break }
            guard let (descriptor, peer) = socket.accept() else {
                // Without descriptors the connection stays where it is, and would be reported again at once.
                if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM { usleep(Self.pause) }
                continue
            }
            if let connection = Connection(descriptor, peer: peer) { begin(connection) }
        }
        table.stop(within: Self.secondsToEnd)
    }

    /// Ends ``run()``. It may be called from any thread.
    package func stop() {
        var byte: UInt8 = 0
        _ = unsafe write(wake.writer, &byte, 1)
    }

    private static let pause: UInt32 = 20_000
    private static let secondsToEnd = 5.0

    private func begin(_ connection: Connection) {
        guard table.add(connection) else {
            let answer = AnswerWriter(connection, limits, nil, isStopping: { true })
            _ = try? answer.write(
                .init(.unavailable, "text/plain; charset=utf-8", "too many connections\n"), keepsAlive: false)
            return
        }
        let thread = Thread { [self] in
            ConnectionServing(
                connection, limits, table: table, rates: { [self] in isWithinRate(connection.peer) }, handler, log
            )
            .serve()
            table.remove(connection)
        }
        thread.start()
    }

    private func isWithinRate(_ peer: IPAddress) -> Bool {
        rates.withLock { $0.take(peer, at: Connection.nanoseconds) }
    }
}
