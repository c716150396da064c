/// SHA-256 (FIPS 180-4 section 6.2) of bytes that come piece by piece.
package struct SHA256 {
    /// Bytes of a digest.
    package static let byteCount = 32

    private var digest = MessageDigest(.sha256)

    package init() {}

    /// Takes the next bytes.
    package mutating func update(data: some Collection<UInt8>) {
        Digests.update(&digest, with: data)
    }

    /// The 32 bytes of the digest of what came so far.
    package func finalize() -> [UInt8] {
        digest.finalize()
    }

    /// The 32 bytes of the digest of some bytes.
    package static func hash(data: some Collection<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: data)
        return hash.finalize()
    }
}

/// Hands bytes to a digest where they lie, or from a copy where they lie apart.
func update(_ digest: inout MessageDigest, with data: some Collection<UInt8>) {
    let isDone: Void? = data.withContiguousStorageIfAvailable { unsafe digest.update(UnsafeRawBufferPointer($0)) }
    if isDone == nil { unsafe Array(data).withUnsafeBytes { unsafe digest.update($0) } }
}
