/// A set of roles, for the question which fields a template or a record has. `passedOver` is never in it.
struct RoleSet: Sendable {
    private var bits: UInt128 = 0

    init(_ roles: [ElementRole] = []) {
        for role in roles { insert(role) }
    }

    @inline(__always)
    mutating func insert(_ role: ElementRole) { bits |= Self.bit(role) }
    @inline(__always)
    func contains(_ role: ElementRole) -> Bool { bits & Self.bit(role) != 0 }
    @inline(__always)
    mutating func removeAll() { bits = 0 }

    /// The roles are numbered from 1 on, up to 128; what `passedOver` gives is shifted out.
    @inline(__always)
    private static func bit(_ role: ElementRole) -> UInt128 { 1 << (UInt128(role.rawValue) &- 1) }
}
