import Digests
import NetworkTypes
import PacketCapture

/// What told captures apart in stores of earlier versions: the first 64 KiB and the length, unpacked.
struct CaptureIdentity: Sendable {
    private let head: [UInt8]

    init(_ input: CaptureInput) {
        head = Array(input.head.prefix(CaptureInput.minimumHeadLength))
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
