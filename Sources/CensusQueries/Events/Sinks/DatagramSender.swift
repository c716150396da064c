import Glibc

/// Sends datagrams to a host and a port, whose name is looked up again when it does not answer to the address that it had.
final class DatagramSender {
    private let host: String
    private let port: String
    private var socket: CInt = -1

    init(host: String, port: String) {
        (self.host, self.port) = (host, port)
    }

    deinit {
        if socket >= 0 { close(socket) }
    }

    func send(_ bytes: [UInt8]) throws(EventSinkFailure) {
        if socket < 0 { socket = try connected() }
        // The buffer is the array's own, lent for the call.
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count == bytes.count else {
            let number = errno
            close(socket)
            socket = -1
            let reason = "\(host) port \(port): \(unsafe String(cString: strerror(number)))"
            throw number == EMSGSIZE ? .refused(reason: reason) : .away(reason: reason)
        }
    }

    /// A socket that is connected to the first address of the host that takes one.
    private func connected() throws(EventSinkFailure) -> CInt {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, port, &hints, &found)
        guard result == 0 else {
            throw .away(reason: "\(host): cannot be found: \(unsafe String(cString: gai_strerror(result)))")
        }
        // The list is ours until it is freed, and its addresses are as long as it says.
        defer { unsafe freeaddrinfo(found) }
        var next = unsafe found
        while let address = unsafe next {
            let descriptor = unsafe Glibc.socket(
                address.pointee.ai_family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            if descriptor >= 0 {
                let status = unsafe connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen)
                if status == 0 { return descriptor }
                close(descriptor)
            }
            unsafe next = address.pointee.ai_next
        }
        throw .away(reason: "\(host) port \(port): cannot be reached: \(unsafe String(cString: strerror(errno)))")
    }
}
