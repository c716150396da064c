package import NetworkTypes

/// Who wrote a record: the exporter, and which of its observation domains (NetFlow's source identifier or engine,
/// IPFIX's observation domain, sFlow's sub-agent).
package struct LogOrigin: Hashable, Sendable {
    /// The address that sent the datagram, or that the format names; `nil` for files that name none.
    package var exporter: IPAddress?
    package var domain: UInt32

    package init(exporter: IPAddress? = nil, domain: UInt32 = 0) {
        (self.exporter, self.domain) = (exporter, domain)
    }
}
