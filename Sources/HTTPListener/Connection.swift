import Glibc
import NetworkTypes
import Synchronization

/// One open connection: what comes is read with a deadline, and what goes is written with one.
///
/// It belongs to one thread; ``stop()``, ``end()`` and ``waitsSince`` are for any.
final class Connection: Sendable {
    let peer: IPAddress
    /// The address and port that the peer connected to.
    let local: (address: IPAddress, port: UInt16)
    private let descriptor: CInt
    /// Milliseconds of the clock; 0 where it does not wait. It begins with waiting for its first request.
    private let waiting = Atomic<Int64>(Connection.now)
    private let requestCount = Atomic<Int>(0)
    /// Milliseconds for which it has waited for the peer to take what is sent, but for the wait that goes on.
    private let sendingWait = Atomic<Int64>(0)

    static let pieceLength = 64 * 1_024

    init?(_ descriptor: CInt, peer: IPAddress) {
        guard let local = SocketName.local(of: descriptor) else {
            close(descriptor)
            return nil
        }
        (self.descriptor, self.peer) = (descriptor, peer)
        self.local = (local.address, local.port)
    }

    deinit {
        close(descriptor)
    }

    /// Takes nothing more from the peer, so that a wait for its next request ends; what is being answered goes out.
    func stop() {
        shutdown(descriptor, CInt(SHUT_RD))
    }

    /// Ends it whatever goes on: its thread finds it lost.
    func end() {
        shutdown(descriptor, CInt(SHUT_RDWR))
    }

    /// Since when it waits for the peer, in milliseconds of a clock that is never set; `nil` where it does not.
    var waitsSince: Int64? {
        let since = waiting.load(ordering: .relaxed)
        return since == 0 ? nil : since
    }

    /// Milliseconds for which it has waited, during answers, for the peer to take them.
    var waitedTime: Int64 {
        sendingWait.load(ordering: .relaxed) + (waitsSince.map { Self.now - $0 } ?? 0)
    }

    /// How many requests came on it.
    var requests: Int { requestCount.load(ordering: .relaxed) }

    func countRequest() {
        requestCount.wrappingAdd(1, ordering: .relaxed)
        waiting.store(0, ordering: .relaxed)
    }

    /// Says that nothing more comes, and waits for a moment that the other side reads what there is: a connection that is closed
    /// with bytes unread is reset, and the answer may be lost.
    func finish(within milliseconds: Int32) {
        shutdown(descriptor, CInt(SHUT_WR))
        let deadline = Self.now + Int64(milliseconds)
        var left = Self.mostLeftBytes
        while left > 0, let bytes = try? read(until: deadline), !bytes.isEmpty { left -= bytes.count }
    }

    private static let mostLeftBytes = 1 << 20

    /// What comes next, at most some kilobytes; empty at the end.
    ///
    /// - Parameter deadline: milliseconds of a clock that is never set.
    func read(until deadline: Int64) throws(ConnectionLost) -> [UInt8] {
        while true {
            var bytes = [UInt8](repeating: 0, count: 8 * 1_024)
            // The kernel writes no more than the array has room for.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { return Array(bytes.prefix(count)) }
            guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { throw ConnectionLost() }
            guard wait(for: POLLIN, until: deadline) else { throw ConnectionLost() }
        }
    }

    /// Writes all, a piece at a time.
    ///
    /// - Parameter pieceTime: milliseconds in which each piece has to be taken.
    func write(_ bytes: [UInt8], pieceTime: Int32) throws(ConnectionLost) {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.pieceLength, bytes.count)
            let deadline = Self.now + Int64(pieceTime)
            while start < end {
                // Within the array: from `start` up to its end.
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe send(descriptor, buffer.baseAddress?.advanced(by: start), end - start, CInt(MSG_NOSIGNAL))
                }
                if count >= 0 {
                    start += count
                    continue
                }
                guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR, wait(for: POLLOUT, until: deadline)
                else { throw ConnectionLost() }
            }
        }
    }

    /// Whether the peer has closed the connection.
    var isGone: Bool {
        var byte: UInt8 = 0
        return unsafe recv(descriptor, &byte, 1, CInt(MSG_PEEK) | CInt(MSG_DONTWAIT)) == 0
    }

    /// - Returns: false where the time is over.
    private func wait(for event: CInt, until deadline: Int64) -> Bool {
        let began = Self.now
        waiting.store(began, ordering: .relaxed)
        defer {
            waiting.store(0, ordering: .relaxed)
            if event == POLLOUT { sendingWait.wrappingAdd(Self.now - began, ordering: .relaxed) }
        }
        while true {
            let left = deadline - Self.now
            guard left > 0 else { return false }
            var set = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let result = unsafe poll(&set, 1, CInt(clamping: left))
            if result > 0 { return true }
            if result < 0, errno != EINTR { return false }
        }
    }

    /// Milliseconds of a clock that is never set.
    static var now: Int64 { nanoseconds / 1_000_000 }

    static var nanoseconds: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
