/// The fields of conn.log that are read (Zeek, base/protocols/conn/main.zeek, `Conn::Info`).
enum ZeekField: UInt8, CaseIterable {
    case time
    case originator
    case originatorPort
    case responder
    case responderPort
    case transport
    case duration
    /// Bytes of payload that the originator sent; of TCP by its sequence numbers.
    case originatorBytes
    case responderBytes
    case state
    case missedBytes
    case history
    case originatorPackets
    /// Bytes of the IP packets that the originator sent, headers included.
    case originatorIPBytes
    case responderPackets
    case responderIPBytes
    case tunnelParents
    /// The number of the protocol, which newer versions of Zeek add.
    case protocolNumber
    /// The kind of log, where lines of several kinds lie in one file.
    case path
    /// When a shipper took the line, or the time under the name that it gave to it.
    case shippedTime
    /// The line in a shipper's own.
    case message

    /// As Zeek calls them in TSV, and in JSON where its field names hold points.
    static let names: [(String, ZeekField)] = [
        ("ts", .time), ("id.orig_h", .originator), ("id.orig_p", .originatorPort), ("id.resp_h", .responder),
        ("id.resp_p", .responderPort), ("proto", .transport), ("duration", .duration), ("orig_bytes", .originatorBytes),
        ("resp_bytes", .responderBytes), ("conn_state", .state), ("missed_bytes", .missedBytes), ("history", .history),
        ("orig_pkts", .originatorPackets), ("orig_ip_bytes", .originatorIPBytes), ("resp_pkts", .responderPackets),
        ("resp_ip_bytes", .responderIPBytes), ("tunnel_parents", .tunnelParents), ("ip_proto", .protocolNumber),
    ]

    /// Where points were replaced, as Splunk and Elasticsearch want it.
    private static let flatNames: [(String, ZeekField)] = [
        ("id_orig_h", .originator), ("id_orig_p", .originatorPort), ("id_resp_h", .responder),
        ("id_resp_p", .responderPort),
    ]

    /// In an object `id`.
    private static let nestedNames: [(String, ZeekField)] = [
        ("orig_h", .originator), ("orig_p", .originatorPort), ("resp_h", .responder), ("resp_p", .responderPort),
    ]

    static let columns = FieldNames(names + flatNames)

    static let shape: JSONShape = {
        let all =
            names + flatNames + [("_path", .path), ("@timestamp", .shippedTime), ("message", .message)]
        let ends = JSONShape(nestedNames)
        return JSONShape(all, nested: [("id", ends), ("conn", JSONShape(all, nested: [("id", ends)]))])
    }()
}
