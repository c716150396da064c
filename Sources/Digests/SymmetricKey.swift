import CCrypto

/// A secret of any length for message authentication codes.
package struct SymmetricKey: Sendable {
    let bytes: [UInt8]

    /// Takes all of some bytes as the key.
    package init(data: some Sequence<UInt8>) {
        bytes = Array(data)
    }

    /// Draws a key of 256 bits from the system's source of randomness.
    package init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// The 32 bytes of HMAC-SHA-256 (RFC 2104) of a message under this key.
    package func authenticationCode(for message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        var length: UInt32 = 0
        let result = unsafe HMAC(EVP_sha256(), bytes, Int32(bytes.count), message, message.count, &code, &length)
        let isDone = unsafe result != nil && Int(length) == code.count
        precondition(isDone, "libcrypto computes a code")
        return code
    }
}
