import NetworkTypes
package import PacketCapture

/// A frame with its own copy of its bytes, so that it can be compared.
package struct CapturedFrame: Equatable, Sendable {
    package var nanoseconds: Int64
    package var bytes: [UInt8]
    package var originalLength: Int
    package var linkType: UInt16

    package init(nanoseconds: Int64, bytes: [UInt8], originalLength: Int, linkType: UInt16 = 1) {
        (self.nanoseconds, self.bytes) = (nanoseconds, bytes)
        (self.originalLength, self.linkType) = (originalLength, linkType)
    }
}

extension FrameBatch {
    package var copiedFrames: [CapturedFrame] {
        (0..<frames.count).map { index in
            let frame = frames[index]
            let start = Int(frame.offset)
            return CapturedFrame(
                nanoseconds: frame.time.nanoseconds, bytes: Array(bytes[start..<start + Int(frame.capturedLength)]),
                originalLength: Int(frame.originalLength), linkType: frame.linkType.rawValue)
        }
    }
}
