import ByteInput
import CensusModel
import PacketCapture

/// What is known of an input from before.
enum InputStanding: Sendable {
    case new
    /// One that begins like a counted one, and is another all the same.
    case besides(name: String)
    case continued(CountedInput)
    case again
    /// One that was counted with other lists.
    case otherLists(ListSet)
    /// One that was counted with another reading: with `--exports`, and now without, or the other way round.
    case otherReading(SourceKind)
}

/// A capture whose count can begin, or go on.
typealias CaptureOpening = InputOpening<CaptureFileReader>

/// An input whose count can begin, or go on.
struct InputOpening<Reader: SegmentedReader> {
    let marks: CaptureMarks
    /// Stands at the first record to count.
    var reader: Reader
    /// Bytes of the file, where it is not packed.
    let size: UInt64?
    /// `nil` as long as the input has no whole record.
    let claim: Claim?
    let standing: InputStanding
    /// Whether another version of the same lists counted what was counted before.
    var isAfterAnotherVersion = false
    /// What is read of a stream, where that is a copy: it goes with the last who holds it.
    var copy: SpoolFile?
}

/// Opens captures, and finds out how far each was counted.
struct CaptureLookup: Sendable {
    enum Found {
        case open(CaptureOpening)
        /// All of it was counted, under that name; or of a longer one that begins with it.
        case countedBefore(name: String, isShorter: Bool, isByAnotherVersion: Bool)
        /// It may not be counted; the sentence says why.
        case refused(String)
    }

    let census: any CensusSink
    let lists: ListQuestion
    /// Whether what was counted is to be counted again.
    let countsAgain: Bool
    /// How captures are read.
    var kind = SourceKind.capture

    /// - Parameters:
    ///   - opened: the input, where it was opened already.
    ///   - isCounted: whether a source was counted in this run, and so is not to be counted again.
    ///   - reserve: is called with what the capture is known by, before the store is asked.
    func open(
        _ input: ReplayInput, _ opened: OpenedInput? = nil, isCounted: (Int64) -> Bool, reserve: ([UInt8]) -> Void
    ) throws -> Found {
        let examined = try ExaminedInput(input, opened)
        guard let beginning = examined.marks.beginning else { return .open(examined.opening(claim: nil, .new)) }
        reserve(beginning)
        let known = try census.inputs(beginning: beginning)
        let match = try examined.find(among: known)
        if countsAgain, let counted = match.counted, !isCounted(counted.source) {
            let claim = Claim.replaces(source: counted.source, position: counted.position)
            return .open(examined.opening(claim: claim, .again, try examined.freshReader()))
        }
        guard let counted = match.counted else { return try open(examined, besides: known) }
        let isBeginning = if case .shorter = match { true } else { false }
        switch lists.answer(counted, isBeginning: isBeginning, isDone: isCounted(counted.source)) {
        case .refused(let why): return .refused(why)
        case .replaces(let claim, let lists):
            return .open(examined.opening(claim: claim, .otherLists(lists), try examined.freshReader()))
        case .counted(let isAnotherVersion):
            guard case .same(_, let reader) = match else {
                return .countedBefore(name: counted.name, isShorter: true, isByAnotherVersion: isAnotherVersion)
            }
            guard counted.kind == kind else {
                let claim = Claim.replaces(source: counted.source, position: counted.position)
                return .open(examined.opening(claim: claim, .otherReading(kind), try examined.freshReader()))
            }
            var opening = examined.opening(
                claim: .continues(source: counted.source), .continued(counted), reader)
            opening.isAfterAnotherVersion = isAnotherVersion
            return .open(opening)
        }
    }

    /// Opens a capture that is another one than those that begin like it.
    private func open(_ examined: ExaminedInput, besides known: [CountedInput]) throws -> Found {
        if let size = examined.size, known.isEmpty,
            let name = try census.earlierName(ofInput: examined.marks.earlierIdentity(length: size))
        {
            return .countedBefore(name: name, isShorter: false, isByAnotherVersion: false)
        }
        let head = try known.isEmpty ? nil : examined.marks.identityOfBeginning()
        let alike = known.first { counted in head.map(counted.head.beginsLike) ?? false }
        let standing = alike.map { InputStanding.besides(name: $0.name) } ?? .new
        let claim = Claim.new(besides: Set(known.map(\.source)))
        // Where nothing was compared, nothing was read.
        return .open(examined.opening(claim: claim, standing, try known.isEmpty ? nil : examined.freshReader()))
    }
}
