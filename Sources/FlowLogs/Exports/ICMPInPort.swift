/// Type and code of ICMP where exporters keep them that have no field for them: in the destination port, as type × 256 + code.
enum ICMPInPort {
    /// `nil` where the ports do not look so, or hold nothing.
    static func typeAndCode(source: UInt16, destination: UInt16) -> UInt16? {
        source == 0 && destination >= 256 ? destination : nil
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
