import NetworkTypes
package import PacketCapture
import TrafficSimulation

/// A classic capture of any variant, written record by record, and what a reader should find in it.
package struct ClassicCapture {
    private var file: CaptureBytes
    private let variant: Variant
    private let minorVersion: UInt16
    package private(set) var frames: [CapturedFrame] = []
    /// Where the file header and each record end.
    package private(set) var boundaries: [Int] = []

    package enum Variant: CaseIterable {
        case microseconds
        case nanoseconds
        /// Kuznetzov's patched libpcap: record headers of 24 bytes.
        case kuznetzov

        package var magic: UInt32 {
            switch self {
            case .microseconds: 0xA1B2_C3D4
            case .nanoseconds: 0xA1B2_3C4D
            case .kuznetzov: 0xA1B2_CD34
            }
        }
    }

    package init(
        _ order: ByteOrder = .little, _ variant: Variant = .microseconds, version: (UInt16, UInt16) = (2, 4),
        linkType: UInt32 = 1
    ) {
        file = CaptureBytes(order: order)
        self.variant = variant
        minorVersion = version.1
        file.append(variant.magic)
        file.append(version.0)
        file.append(version.1)
        file.append(UInt32(0))
        file.append(UInt32(0))
        file.append(UInt32(262_144))
        file.append(linkType)
        boundaries.append(file.bytes.count)
    }

    package var bytes: [UInt8] { file.bytes }

    /// - Parameter lengthsSwapped: original length first, as files before version 2.3 have it.
    package mutating func add(
        _ frame: [UInt8], seconds: UInt32 = 1_370_044_800, fraction: UInt32 = 1, originalLength: Int? = nil,
        lengthsSwapped: Bool = false
    ) {
        file.append(seconds)
        file.append(fraction)
        let lengths = [UInt32(frame.count), UInt32(originalLength ?? frame.count)]
        for length in lengthsSwapped ? lengths.reversed() : lengths { file.append(length) }
        if variant == .kuznetzov { file.append([9, 9, 9, 9, 9, 9, 9, 9]) }
        file.append(frame)
        boundaries.append(file.bytes.count)
        let unit: Int64 = variant == .nanoseconds ? 1 : 1_000
        frames.append(
            CapturedFrame(
                nanoseconds: Int64(seconds) * Timestamp.nanosecondsPerSecond + Int64(fraction) * unit, bytes: frame,
                originalLength: originalLength ?? frame.count))
    }

    /// The head of a record that claims to hold so many bytes, and nothing behind it.
    package mutating func addHeader(claiming length: UInt32) {
        for word in [1, 1, length, length] as [UInt32] { file.append(word) }
    }

    /// A few frames of different lengths.
    package static func small(_ order: ByteOrder = .little, _ variant: Variant = .microseconds) -> ClassicCapture {
        var capture = ClassicCapture(order, variant)
        capture.add([1, 2, 3], fraction: 7)
        capture.add([], fraction: 8)
        capture.add([UInt8](0..<20), fraction: 999_999, originalLength: 1_500)
        return capture
    }

    /// Frames with random content, so that compression cannot shorten them.
    package static func large(frames: Int, length: Int, seed: UInt64 = 1) -> ClassicCapture {
        var generator = SeededGenerator(seed: seed)
        var capture = ClassicCapture()
        for index in 0..<frames {
            capture.add(generator.bytes(length), fraction: UInt32(index))
        }
        return capture
    }
}
