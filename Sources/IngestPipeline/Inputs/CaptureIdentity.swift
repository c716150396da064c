import ByteInput
import Digests
import NetworkTypes

/// What told captures apart in stores of earlier versions: the first 64 KiB and the length, unpacked.
struct CaptureIdentity: Sendable {
    private let head: [UInt8]

    /// - Parameter bytes: the capture's first ones.
    init(_ bytes: some Sequence<UInt8>) {
        head = Array(bytes.prefix(OpenedInput.minimumHeadLength))
    }

    /// SHA-256 in hexadecimal.
    /// - Parameter length: bytes of the whole capture, unpacked.
    func digest(length: UInt64) -> String {
        var hash = SHA256()
        hash.update(data: head)
        hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) })
        return hash.finalize().hexadecimal
    }
}
