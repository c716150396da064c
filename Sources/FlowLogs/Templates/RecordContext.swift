import NetworkTypes

/// What stands around a record and says how its fields are to be read.
struct RecordContext {
    let origin: LogOrigin
    let dialect: TemplateSet.Dialect
    /// When the datagram was sent, by its header.
    let exportTime: Timestamp
    let receivedAt: Timestamp
    /// NetFlow v9: the exporter's uptime at that time, in milliseconds.
    let uptime: UInt32
    /// IPFIX: when the exporter's uptime was 0, as its options say.
    let systemStart: Timestamp?
    let sampling: SamplingRates
    /// The rates of all domains of the exporter, for those that are sent in another domain than the records.
    let exporterSampling: SamplingRates
}
