import Prefetch

/// Where in a sorted array of numbers to search: the array cut into pieces by the upper bits, when they are spread evenly
/// about one number to a piece in a small array and eight in a large one, whose index takes half a byte a number.
struct PieceIndex: Sendable {
    private let shift: UInt32
    /// For each piece, how many numbers lie below it; one more at the end.
    private let starts: [UInt32]

    private static let numbersInPiece = 8
    /// Up to this many numbers, the index of single numbers stays in the L2 cache.
    private static let fewNumbers = 32_768
    private static let logarithms = 4...20

    init(_ sorted: [UInt32]) {
        let pieces = max(1, sorted.count / (sorted.count <= Self.fewNumbers ? 1 : Self.numbersInPiece))
        let wanted = Int.bitWidth - (pieces - 1).leadingZeroBitCount
        let logarithm = min(max(wanted, Self.logarithms.lowerBound), Self.logarithms.upperBound)
        let shift = UInt32(UInt32.bitWidth - logarithm)
        var starts = [UInt32](repeating: 0, count: 1 << logarithm + 1)
        for number in sorted { starts[Int(number >> shift) + 1] += 1 }
        for piece in 1..<starts.count { starts[piece] += starts[piece - 1] }
        (self.shift, self.starts) = (shift, starts)
    }

    /// The indices of the numbers in the piece of `number`.
    @inline(__always)
    func piece(of number: UInt32) -> (low: Int, high: Int) {
        let piece = Int(number >> shift)
        return (Int(starts[piece]), Int(starts[piece + 1]))
    }

    /// Asks for what `piece` reads.
    @inline(__always)
    func prefetch(_ number: UInt32) {
        starts.prefetch(Int(number >> shift))
    }
}
