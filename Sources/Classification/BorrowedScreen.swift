import CPrefetch
import Watchlist

/// The screen for IPv4 with its words borrowed for a batch, and what first octets are internal: what the loop keeps in
/// registers.
@safe
struct BorrowedScreen {
    private let hash: IPv4ScreenHash
    private let words: UnsafePointer<UInt64>
    private let internalMasks: UnsafePointer<UInt32>

    init(_ screen: IPv4Screen, _ words: UnsafeBufferPointer<UInt64>, _ masks: UnsafeBufferPointer<UInt32>) {
        precondition(masks.count > UInt8.max)
        hash = screen.hash
        unsafe self.words = pointer(words)
        unsafe internalMasks = pointer(masks)
    }

    /// All bits where the first octet alone tells that an address is internal, else none.
    @inline(__always)
    func internalMask(_ address: UInt32) -> UInt32 {
        unsafe internalMasks[Int(address & 0xFF)]
    }

    /// The destination of a packet whose source is internal, else the source. Chosen by bits and not by a branch: which
    /// end is internal changes from packet to packet, and would be foreseen wrongly every other time.
    @inline(__always)
    func outer(_ source: UInt32, _ destination: UInt32) -> UInt32 {
        source ^ (source ^ destination) & internalMask(source)
    }

    /// Asks for the word that `look` will load.
    @inline(__always)
    func prefetch(_ address: UInt32) {
        unsafe prefetch_line(words + hash.place(of: address).word)
    }

    /// Where an address is looked for, and the word there: a place's word lies below the number of words.
    @inline(__always)
    func look(_ address: UInt32) -> (place: IPv4ScreenHash.Place, word: UInt64) {
        let place = hash.place(of: address)
        return unsafe (place, words[place.word])
    }
}

/// Where a table begins; none is empty.
func pointer<Element>(_ table: UnsafeBufferPointer<Element>) -> UnsafePointer<Element> {
    guard let base = table.baseAddress else { preconditionFailure("a table has elements") }
    return unsafe base
}
