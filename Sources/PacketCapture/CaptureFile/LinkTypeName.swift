private import CPcap

/// libpcap's name and description of a link type, for messages; `nil` where it knows none.
func libpcapName(ofLinkType number: UInt32) -> String? {
    guard let number = CInt(exactly: number), let name = unsafe pcap_datalink_val_to_name(number) else { return nil }
    let description = unsafe pcap_datalink_val_to_description(number).map { unsafe ", \(String(cString: $0))" } ?? ""
    return unsafe String(cString: name) + description
}
