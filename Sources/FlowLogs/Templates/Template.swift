/// A template, compiled into the steps that lead through a record (RFC 7011 section 3.4, RFC 3954 section 5.2).
struct Template: Sendable {
    let id: UInt16
    /// Whether its records tell of the exporter, not of flows.
    let isOptions: Bool
    /// The template's record as it was received: what is compared when it comes again, and saved.
    let source: [UInt8]
    let path: Path
    /// The way on which the packet in a tunnel is read, where records tell of both headers.
    let innerPath: Path?
    /// Bytes of a record; for one with fields of variable length its least.
    let recordLength: Int
    let hasVariableLength: Bool
    let roles: RoleSet
    /// How records of nobody who matters are read; `nil` where that takes whole records.
    let passing: Passing?

    /// The way through a record.
    struct Path: Sendable {
        var steps: [Step] = []
        /// Bytes behind the last step's field that mean nothing.
        var rest = 0
    }

    /// A field that is read, and how many bytes are passed over before it.
    struct Step: Sendable {
        let role: ElementRole
        /// Bytes; `variableLength` where each record states it.
        let length: UInt16
        let skip: UInt32
    }

    /// Where the ends of a flow stand in records of one length whose only addresses are IPv4, and the way on which no more is read than what a
    /// record states beside them for the account of its hour.
    struct Passing: Sendable {
        /// Bytes from the record's beginning on.
        let source: Int
        let destination: Int
        /// Times and sampling.
        let path: Path
        let statesSampling: Bool
    }

    /// The length that says that each record states it (RFC 7011 section 7).
    static let variableLength: UInt16 = 65_535
    /// Templates of more fields are refused: a bound on memory, far above what any exporter sends.
    static let maximumFields = 1_024

    /// Whether records give flows: both ends are there.
    var tellsOfFlows: Bool {
        (roles.contains(.sourceIPv4) || roles.contains(.sourceIPv6))
            && (roles.contains(.destinationIPv4) || roles.contains(.destinationIPv6))
    }

    /// Whether records hold packets themselves.
    var holdsPackets: Bool { roles.contains(.frame) || roles.contains(.ipPacket) }

    /// Bytes of memory, about.
    var cost: Int {
        let steps = path.steps.count + (innerPath?.steps.count ?? 0) + (passing?.path.steps.count ?? 0)
        return 256 + source.count + steps * MemoryLayout<Step>.stride
    }
}
