extension StringProtocol {
    /// Whether it can stand in a header of a mail as an address and go nowhere else: printable ASCII without blanks, quotes,
    /// brackets and separators, a local part and a domain with one `@` between them (a subset of RFC 5322 section 3.4.1).
    package var isMailAddress: Bool {
        let parts = utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && utf8.count <= 254
            && utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>()[],;:\\\"".utf8.contains($0) }
    }
}
