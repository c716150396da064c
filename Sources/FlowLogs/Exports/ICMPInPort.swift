/// Type and code of ICMP where exporters keep them that have no field for them: in the destination port, as type × 256 + code.
enum ICMPInPort {
    /// What the ports say; `nil` where they do not look so. Nothing in them is what an echo reply of IPv4 has,
    /// type 0 and code 0: taking it for one claims less than taking it for nothing would.
    static func typeAndCode(source: UInt16, destination: UInt16, isIPv6: Bool) -> UInt16? {
        source == 0 && (destination >= 256 || destination == 0 && !isIPv6) ? destination : nil
    }

    /// Whether type × 256 + code is that of a request: echo, timestamp, information, mask, extended echo; with ICMPv6 echo and
    /// extended echo.
    static func isRequest(_ typeAndCode: UInt16) -> Bool {
        switch typeAndCode >> 8 {
        case 8, 13, 15, 17, 42, 128, 139, 160: true
        default: false
        }
    }
}
