/// The numbers of address families, which differ from system to system.
enum AddressFamily {
    /// - Returns: what a packet of the family begins with; `nil` for a family other than IP's.
    static func next(_ number: UInt32) -> NextHeader? {
        switch number {
        case 2: .ipv4
        case 10, 24, 26, 28, 30: .ipv6  // Linux; NetBSD and OpenBSD; Solaris; FreeBSD; macOS
        default: nil
        }
    }
}
