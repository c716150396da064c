/// The kinds of files that hold flow logs. The raw value is the word on the command line (`zeek:conn.log`).
package enum LogFormat: String, CaseIterable, Sendable {
    /// IPFIX files (RFC 5655): messages, one behind another.
    case ipfix
    /// Files of nfdump's collectors, layout 1 (nfdump 1.6) and 2 (nfdump 1.7).
    case nfcapd
    /// Zeek's conn.log and open_conn.log, TSV or JSON.
    case zeek
    /// Suricata's eve.json: its `flow` or its `netflow` events.
    case suricata
    /// AWS VPC flow logs, version 2 to 5, as text or in CloudWatch's JSON.
    case aws
    /// Google VPC flow logs, as Logging exports them.
    case gcp
    /// Azure network security group flow logs and virtual network flow logs.
    case azure
    /// CSV of argus' `ra -c ,`, "binetflow" files included.
    case argus
}

extension LogFormat: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ipfix: "an IPFIX file"
        case .nfcapd: "an nfcapd file"
        case .zeek: "a Zeek conn.log"
        case .suricata: "a Suricata eve.json"
        case .aws: "an AWS VPC flow log"
        case .gcp: "a Google VPC flow log"
        case .azure: "an Azure flow log"
        case .argus: "argus CSV"
        }
    }
}
