import Glibc
import NetworkTypes

/// An address and a port as the system's calls take them.
struct SocketName {
    private let storage: sockaddr_storage
    private let length: socklen_t
    let address: IPAddress
    let port: UInt16

    var family: CInt { CInt(storage.ss_family) }

    init(_ address: IPAddress, port: UInt16) {
        (self.address, self.port) = (address, port)
        switch address {
        case .v4(let address):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = address.rawValue.bigEndian
            (storage, length) = (Self.stored(name), socklen_t(MemoryLayout<sockaddr_in>.size))
        case .v6(let address):
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &name.sin6_addr) { bytes in
                for index in 0..<16 {
                    unsafe bytes[index] = UInt8(truncatingIfNeeded: address.rawValue >> UInt128(120 - 8 * index))
                }
            }
            (storage, length) = (Self.stored(name), socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
    }

    /// An IPv4-mapped address is the IPv4 address.
    init?(_ storage: sockaddr_storage) {
        self.storage = storage
        switch CInt(storage.ss_family) {
        case AF_INET:
            let name: sockaddr_in = Self.loaded(storage)
            (address, port) = (
                .v4(IPv4Address(rawValue: UInt32(bigEndian: name.sin_addr.s_addr))), UInt16(bigEndian: name.sin_port)
            )
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
        case AF_INET6:
            let name: sockaddr_in6 = Self.loaded(storage)
            var value: UInt128 = 0
            unsafe withUnsafeBytes(of: name.sin6_addr) { bytes in
                for index in 0..<16 { unsafe value = value << 8 | UInt128(bytes[index]) }
            }
            address =
                value >> 32 == 0xFFFF
                ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: value))) : .v6(IPv6Address(rawValue: value))
            port = UInt16(bigEndian: name.sin6_port)
            length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        default: return nil
        }
    }

    /// The name at this end of a connection.
    static func local(of descriptor: CInt) -> SocketName? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        return result == 0 ? SocketName(storage) : nil
    }

    func bind(_ descriptor: CInt) -> CInt {
        unsafe withUnsafePointer(to: storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, length)
            }
        }
    }

    // A storage has room for either kind of name, and is aligned for it.

    private static func stored<Name>(_ name: Name) -> sockaddr_storage {
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe withUnsafeBytes(of: name) { unsafe bytes.copyMemory(from: $0) }
        }
        return storage
    }

    private static func loaded<Name>(_ storage: sockaddr_storage) -> Name {
        unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: Name.self) }
    }
}
