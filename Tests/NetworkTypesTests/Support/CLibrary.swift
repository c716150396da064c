import Glibc
import NetworkTypes

/// Addresses as the C library reads and writes them: what ours is compared with.
enum CLibrary {
    /// `inet_pton(3)` of either version; the text must hold no NUL, at which C would stop.
    static func address(_ text: String) -> IPAddress? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
            return .v4(IPv4Address(rawValue: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }))
        }
        if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
            return .v6(IPv6Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt128($1) }))
        }
        return nil
    }

    /// `inet_ntop(3)`.
    static func text(_ address: IPAddress) -> String {
        var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let (family, bytes) = networkOrder(address)
        unsafe text.withUnsafeMutableBytes { buffer in
            _ = unsafe inet_ntop(
                family, bytes, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), socklen_t(INET6_ADDRSTRLEN))
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func networkOrder(_ address: IPAddress) -> (family: Int32, bytes: [UInt8]) {
        switch address {
        case .v4(let v4):
            (AF_INET, (0..<4).map { UInt8(truncatingIfNeeded: v4.rawValue >> UInt32(24 - 8 * $0)) })
        case .v6(let v6):
            (AF_INET6, (0..<16).map { UInt8(truncatingIfNeeded: v6.rawValue >> UInt128(120 - 8 * $0)) })
        }
    }
}
