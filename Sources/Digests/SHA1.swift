/// SHA-1 (FIPS 180-4 section 6.1), for identifiers that are defined by it and never to prove anything.
package struct SHA1 {
    private var digest = MessageDigest(.sha1)

    package init() {}

    /// Takes the next bytes.
    package mutating func update(data: some Collection<UInt8>) {
        Digests.update(&digest, with: data)
    }

    /// The 20 bytes of the digest of what came so far.
    package func finalize() -> [UInt8] {
        digest.finalize()
    }
}
