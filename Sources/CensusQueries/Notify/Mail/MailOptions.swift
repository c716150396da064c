package import NetworkTypes

/// How notices are made into mails.
package struct MailOptions: Sendable {
    /// Bytes that a mail may have; more evidence is compressed, then divided.
    package var size = 10 * 1_024 * 1_024
    /// The folder of the keyring of OpenPGP; `nil` where nothing is to be encrypted.
    package var keyring: String?
    /// The time that mails state.
    package var time: Timestamp

    package init(time: Timestamp) {
        self.time = time
    }

    /// Of a mail, what the letter, the header and the ends of lines take at most.
    private static let overhead = 64 * 1_024

    /// Bytes that an attachment may have: base64 makes four of three, and an encrypted mail is in base64 again.
    func attachmentLimit(isEncrypted: Bool) -> Int {
        max(0, size - Self.overhead) / 100 * (isEncrypted ? 52 : 72)
    }
}

/// A mail that was written, and not sent.
package struct MailDraft: Sendable {
    package let path: String
    /// An address.
    package let recipient: String
    package let isEncrypted: Bool
}
