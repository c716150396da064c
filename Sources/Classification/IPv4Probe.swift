import NetworkTypes
import Watchlist

/// What is asked of the screen about an address of a packet.
protocol IPv4Probe {
    var screen: BorrowedScreen { get }
    /// Whether an entry may name one of two addresses, whose first octets are lowest.
    func mayName(_ source: UInt32, or destination: UInt32) -> Bool
}

/// What is asked depends on the list: less of one that has no prefixes.
protocol ListProbe: IPv4Probe {
    init(_ watchlist: Watchlist, _ screen: BorrowedScreen)
    /// Whether an entry may name the address.
    func mayName(_ address: UInt32) -> Bool
    /// 1 when a word of a screen may name the address whose place it is, else 0.
    static func nameBit(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> UInt64
}

extension ListProbe {
    @inline(__always)
    func mayName(_ source: UInt32, or destination: UInt32) -> Bool {
        mayName(source) || mayName(destination)
    }
}

/// For a list of single addresses, which sets two bits each: what passes is left to the classifier, which asks the tables.
struct AddressProbe: ListProbe {
    let screen: BorrowedScreen

    init(_ watchlist: Watchlist, _ screen: BorrowedScreen) {
        self.screen = screen
    }

    @inline(__always)
    static func nameBit(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> UInt64 { place.nameBit(word) }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        let (place, word) = screen.look(address)
        return place.isNamedAlone(word)
    }
}

/// For a list with prefixes, whose bitmap is fuller: what passes is asked of the tables at once.
struct BlockProbe: ListProbe {
    let screen: BorrowedScreen
    private let watchlist: Watchlist

    init(_ watchlist: Watchlist, _ screen: BorrowedScreen) {
        self.watchlist = watchlist
        self.screen = screen
    }

    @inline(__always)
    static func nameBit(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> UInt64 { place.isNamed(word) ? 1 : 0 }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        let (place, word) = screen.look(address)
        return place.isNamed(word) && watchlist.names(IPv4Address(rawValue: address.byteSwapped))
    }
}

/// Asks a near screen first, and another probe about what that lets through.
///
/// One branch for both addresses: while a word is awaited, what comes after a branch is begun only if it was foreseen.
struct NearProbe<Probe: ListProbe>: IPv4Probe {
    let screen: BorrowedScreen
    let probe: Probe

    @inline(__always)
    func mayName(_ source: UInt32, or destination: UInt32) -> Bool {
        let (first, second) = (screen.look(source), screen.look(destination))
        let sourceBit = Probe.nameBit(first.place, first.word)
        let destinationBit = Probe.nameBit(second.place, second.word)
        guard sourceBit | destinationBit != 0 else { return false }
        return sourceBit != 0 && probe.mayName(source) || destinationBit != 0 && probe.mayName(destination)
    }
}
