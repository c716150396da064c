internal import CCurl
import Glibc

/// A connection over TCP or TLS to which bytes are written, made by libcurl: for protocols that answer nothing, as syslog.
///
/// What the other side sends is passed over. Belongs to one thread at a time.
package final class StreamConnection {
    private let handle: CurlHandle
    private let address: HTTPAddress
    private let settings: HTTPSettings

    /// Connects.
    /// - Parameters:
    ///   - address: the scheme says whether over TLS (`https`) or not; its path counts for nothing.
    ///   - settings: its time limits, proxy and certificates.
    package init(_ address: HTTPAddress, settings: HTTPSettings) throws(HTTPError) {
        let handle = try CurlHandle()
        try handle.connect(address, settings)
        (self.address, self.settings) = (address, settings)
        self.handle = handle
    }

    /// Writes bytes, all of them within the time limit.
    /// - Throws: where the other side has closed the connection, which then is of no more use.
    package func send(_ bytes: [UInt8]) throws(HTTPError) {
        try handle.send(bytes, address, settings)
    }
}

extension CurlHandle {
    func connect(_ address: HTTPAddress, _ settings: HTTPSettings) throws(HTTPError) {
        do {
            try set(settings, secondsLeft: settings.connectTimeout)
            try set(CURLOPT_URL, address.text)
            try set(CURLOPT_PROTOCOLS_STR, address.isSecure ? "https" : "http")
            try set(CURLOPT_CONNECT_ONLY, 1)
        } catch {
            throw HTTPError("\(address)", error)
        }
        let status = unsafe curl_easy_perform(handle)
        guard status == CURLE_OK else { throw HTTPError("\(address)", problem(status, settings)) }
    }

    func send(_ bytes: [UInt8], _ address: HTTPAddress, _ settings: HTTPSettings) throws(HTTPError) {
        guard isOpen else {
            throw HTTPError("\(address)", .unreachable(reason: "the other side has closed the connection"))
        }
        let deadline = ContinuousClock.now + .seconds(settings.connectTimeout)
        var rest = bytes[...]
        while !rest.isEmpty {
            var count = 0
            // The buffer is the slice's own, lent for the call.
            let status = unsafe rest.withUnsafeBytes { unsafe curl_easy_send(handle, $0.baseAddress, $0.count, &count) }
            guard status == CURLE_OK || status == CURLE_AGAIN else {
                throw HTTPError("\(address)", .unreachable(reason: "the connection broke"))
            }
            rest = rest.dropFirst(count)
            guard ContinuousClock.now < deadline else {
                throw HTTPError("\(address)", .tooSlow(reason: "nothing more is taken"))
            }
            if status == CURLE_AGAIN { waitForRoom() }
        }
    }

    /// Whether the other side still holds the connection; what it sent is read, and passed over.
    private var isOpen: Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        for _ in 0..<16 {
            var count = 0
            let status = unsafe buffer.withUnsafeMutableBytes {
                unsafe curl_easy_recv(handle, $0.baseAddress, $0.count, &count)
            }
            if status == CURLE_AGAIN { return true }
            guard status == CURLE_OK, count > 0 else { return false }
        }
        return true
    }

    /// Waits until the socket takes more, or a second.
    private func waitForRoom() {
        var descriptor = pollfd(fd: unsafe flowcensus_curl_socket(handle), events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&descriptor, 1, 1_000)
    }
}
