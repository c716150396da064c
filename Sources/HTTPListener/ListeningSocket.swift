import Glibc
import NetworkTypes

/// Why nobody can connect to an address.
package struct ListenerError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ address: ReceptionAddress, _ operation: String) {
        description = "\(address): cannot \(operation): \(unsafe String(cString: strerror(errno)))"
    }
}

/// A TCP socket that takes connections.
final class ListeningSocket: Sendable {
    let descriptor: CInt
    /// Where it listens, with the port that the system chose for 0.
    let address: ReceptionAddress

    private static let kind = CInt(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK
    private static let backlog: CInt = 1_024

    init(_ address: ReceptionAddress) throws(ListenerError) {
        let any: IPAddress = .v6(IPv6Address(rawValue: 0))
        var name = SocketName(address.address ?? any, port: address.port)
        var descriptor = socket(name.family, Self.kind, 0)
        // A machine without IPv6 has no socket of it.
        if descriptor < 0, address.address == nil, errno == EAFNOSUPPORT {
            name = SocketName(.v4(IPv4Address(rawValue: 0)), port: address.port)
            descriptor = socket(name.family, Self.kind, 0)
        }
        guard descriptor >= 0 else { throw ListenerError(address, "open a socket") }
        Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        // An address of one version is that version's alone.
        if name.family == AF_INET6 {
            Self.set(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, address.address == nil ? 0 : 1)
        }
        guard name.bind(descriptor) == 0, listen(descriptor, Self.backlog) == 0 else {
            let error = ListenerError(address, "listen there")
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.address = ReceptionAddress(
            address: address.address, port: SocketName.local(of: descriptor)?.port ?? address.port)
    }

    deinit {
        close(descriptor)
    }

    private static func set(_ descriptor: CInt, _ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Takes the next connection that waits; `nil` where none does, or where there is no descriptor for it.
    func accept() -> (descriptor: CInt, peer: IPAddress)? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // The kernel writes an address into the storage, which has room for any.
        let accepted = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.accept(descriptor, $0, &length)
            }
        }
        guard accepted >= 0 else { return nil }
        guard let peer = SocketName(storage) else {
            close(accepted)
            return nil
        }
        DescriptorFlags.set(accepted)
        Self.set(accepted, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
        return (accepted, peer.address)
    }
}
