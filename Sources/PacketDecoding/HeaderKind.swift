/// A header that the decoder knows by name. The raw value is the name in coverage.
package enum HeaderKind: String, Hashable, Sendable {
    // Link layers
    case linkType = "link_type"
    case ethernet
    case llc
    case ppp
    case ciscoHDLC = "chdlc"
    case null
    case loop
    case linuxSLL = "sll"
    case linuxSLL2 = "sll2"
    case nflog
    case pktap
    case pflog
    case enc
    case ipnet
    case slip
    case arcnet
    case frameRelay = "frame_relay"
    case sunATM = "sunatm"
    case tokenRing = "token_ring"
    case fddi
    case fibreChannel = "fibre_channel"
    case fireWire = "firewire"
    case infiniBand = "ipoib"
    case erf
    case netAnalyzer = "netanalyzer"
    case juniper
    case ieee80211
    case radiotap
    case prism
    case avs
    case ppi

    // Tags
    case etherType = "ethertype"
    case vlan
    case mpls
    case pppoe
    case vnTag = "vn_tag"
    case eTag = "e_tag"
    case dsa
    case hsr
    case redundancyTag = "r_tag"
    case timeTag = "ttag"
    case ciscoMetadata = "cmd"
    case macsec
    case pbb
    case fabricPath = "fabricpath"
    case trill
    case nsh

    // Network layer
    case ip
    case ipv4
    case ipv6
    case udp

    // Tunnels
    case ipProtocol = "ip_protocol"
    case gre
    case wccp
    case erspan
    case vxlan
    case vxlanGPE = "vxlan_gpe"
    case geneve
    case gtpu
    case gtp0
    case teredo
    case l2tp
    case capwap
    case tzsp
    case gue
    case lisp
    case ayiya
    case etherIP = "etherip"
    case pim
    case nesting
}
