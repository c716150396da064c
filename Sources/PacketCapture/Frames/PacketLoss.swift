/// Packets that were lost before they reached us, by where.
package struct PacketLoss: Equatable, Sendable {
    /// Dropped by the kernel, because the handle's ring was full.
    package var kernel: UInt64 = 0
    /// Dropped by the interface or its driver.
    package var interface: UInt64 = 0

    package init(kernel: UInt64 = 0, interface: UInt64 = 0) {
        self.kernel = kernel
        self.interface = interface
    }

    package static func += (left: inout Self, right: Self) {
        left.kernel += right.kernel
        left.interface += right.interface
    }

    package var isNone: Bool { kernel == 0 && interface == 0 }

    /// The most packets that a capture is believed to have lost.
    static let mostStated: UInt64 = 1 << 40

    /// Adds what a capture states, which may be anything.
    mutating func add(_ other: Self) {
        kernel = min(kernel.addingReportingOverflow(other.kernel).partialValue, Self.mostStated)
        interface = min(interface.addingReportingOverflow(other.interface).partialValue, Self.mostStated)
    }
}
