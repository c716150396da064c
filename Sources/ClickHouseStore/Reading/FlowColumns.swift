/// The columns of the table `flow` that are read.
struct FlowColumns: Sendable {
    let pruned: ColumnPlace<UInt8>
    let hour: ColumnPlace<Int64>
    let originVersion: ColumnPlace<UInt8>
    let origin: ColumnPlace<UInt128>
    let hostVersion: ColumnPlace<UInt8>
    let host: ColumnPlace<UInt128>
    let transport: ColumnPlace<UInt8>
    let hostPort: ColumnPlace<UInt16>
    let originPort: ColumnPlace<UInt16>
    let threatClass: ColumnPlace<UInt8>
    let portMatched: ColumnPlace<UInt8>
    let exporter: ColumnPlace<UInt128>
    let fromHost: End
    let fromOrigin: End

    /// What one end sent.
    struct End: Sendable {
        let packets: ColumnPlace<UInt64>
        let bytes: ColumnPlace<UInt64>
        let payload: ColumnPlace<UInt64>
        let refusals: ColumnPlace<UInt64>
        let flags: ColumnPlace<UInt16>
        let roles: ColumnPlace<UInt8>
        let first: ColumnPlace<Int64>
        let last: ColumnPlace<Int64>

        init(_ end: String, _ place: (String, Int) -> Int) {
            packets = ColumnPlace("\(end)_packets", place)
            bytes = ColumnPlace("\(end)_bytes", place)
            payload = ColumnPlace("\(end)_payload", place)
            refusals = ColumnPlace("\(end)_refusals", place)
            flags = ColumnPlace("\(end)_flags", place)
            roles = ColumnPlace("\(end)_roles", place)
            first = ColumnPlace("\(end)_first", place)
            last = ColumnPlace("\(end)_last", place)
        }
    }

    init(_ place: (String, Int) -> Int) {
        pruned = ColumnPlace("pruned", place)
        hour = ColumnPlace("hour", place)
        originVersion = ColumnPlace("origin_version", place)
        origin = ColumnPlace("origin", place)
        hostVersion = ColumnPlace("host_version", place)
        host = ColumnPlace("host", place)
        transport = ColumnPlace("protocol", place)
        hostPort = ColumnPlace("host_port", place)
        originPort = ColumnPlace("origin_port", place)
        threatClass = ColumnPlace("class", place)
        portMatched = ColumnPlace("port_matched", place)
        exporter = ColumnPlace("exporter", place)
        fromHost = End("host", place)
        fromOrigin = End("origin", place)
    }
}

/// Where the values of a column begin.
struct ColumnPlace<Number: FixedWidthInteger & BitwiseCopyable>: Sendable {
    let start: Int

    /// - Parameter place: says where the values of a name begin that have so many bytes each.
    init(_ name: String, _ place: (String, Int) -> Int) { start = place(name, MemoryLayout<Number>.size) }
}
