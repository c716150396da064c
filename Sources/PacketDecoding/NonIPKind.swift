/// A kind of frame that holds no IP packet, whatever is in it: such a frame is nothing that a census of hosts could have
/// counted. The raw value is the name in coverage.
package enum NonIPKind: String, CaseIterable, Hashable, Sendable {
    case arp
    case rarp
    case lldp
    case stp
    case eapol
    /// LACP, link OAM and the like.
    case slowProtocols = "slow_protocols"
    /// What Cisco's devices tell one another: CDP, VTP, DTP, UDLD, PAgP, PVST+.
    case cisco
    case pppoeDiscovery = "pppoe_discovery"
    /// The negotiations of PPP: LCP, IPCP and all others.
    case pppControl = "ppp_control"
    case appleTalk = "appletalk"
    case ipx
    case decnet
    case netBIOS = "netbios"
    /// IS-IS, ES-IS and CLNP.
    case osi
    /// Any other service that IEEE 802.2 numbers.
    case llc
    case loopback
    case ptp
    case cfm
    case fibreChannel = "fcoe"
    case roce
    case storage = "ata_over_ethernet"
    case wakeOnLAN = "wake_on_lan"
    /// PROFINET, EtherCAT, POWERLINK, GOOSE and the like.
    case industrial
    /// MRP, HSR's and PRP's supervision, TRILL's routing, AVB, heartbeats of clusters.
    case bridging
    case frameRelayStatus = "frame_relay_status"
    case ieee80211Management = "ieee80211_management"
    case ieee80211Control = "ieee80211_control"
    /// A data frame that carries no data.
    case ieee80211Null = "ieee80211_null"
    /// An associated channel of MPLS, in which the ends of a path watch it.
    case mplsChannel = "mpls_channel"
    /// What a card writes between packets about itself, and padding.
    case captureMetadata = "capture_metadata"
    /// What the ends of a tunnel say to one another.
    case tunnelControl = "tunnel_control"
}
