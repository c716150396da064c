/// How a server is spoken to, and what it may cost.
package struct HTTPSettings: Equatable, Sendable {
    /// Seconds for a connection to be made, TLS included.
    package var connectTimeout = 15.0
    /// Seconds for everything, redirects included.
    package var timeout = 300.0
    /// Fewer bytes a second than these, for so many seconds, are too slow.
    package var lowestSpeed = 100
    package var lowSpeedTime = 30
    /// Bytes of a body as it comes over the network.
    package var maximumSize = 256 * 1_024 * 1_024
    /// Bytes of a body once it is unpacked.
    package var maximumUnpackedSize = 1_024 * 1_024 * 1_024
    package var maximumRedirects = 5
    /// Whether a redirect may lead to another server although there are credentials, which then stay behind.
    package var followsWithoutCredentials = false
    /// Whether http:// may be used for servers that are not this machine.
    package var allowsPlainText = false
    /// Whether a secret may go over http:// to a server that is not this machine.
    package var allowsSecretsInPlainText = false
    /// The proxy's address; empty for none, `nil` for the one that the environment names.
    package var proxy: String?
    /// A file of certificates to trust in place of the system's.
    package var certificateFile: String?
    package var userAgent = "flowcensus"
    /// Whether the body of an answer that is no success is handed on, too: what it says then tells what is wrong.
    package var takesRefusals = false
    /// Whether an answer of success is one as soon as its head is there, whatever becomes of its body: the server has taken what it
    /// was sent.
    package var needsNoBody = false

    package init() {}
}
