import NetworkTypes
import Watchlist

/// What is asked of the screen about an address of a packet.
protocol IPv4Probe {
    var screen: BorrowedScreen { get }
    /// Whether an entry may name the address, whose first octet is lowest.
    func mayName(_ address: UInt32) -> Bool
}

extension IPv4Probe {
    /// Whether a packet between two addresses may match: one end has to be internal, so most often only the other is asked
    /// for.
    @inline(__always)
    func mayMatch(_ source: UInt32, _ destination: UInt32) -> Bool {
        let sourceMask = screen.internalMask(source)
        guard sourceMask != screen.internalMask(destination) else {
            return sourceMask == 0 && (mayName(source) || mayName(destination))
        }
        return mayName(screen.outer(source, destination))
    }
}

/// What is asked depends on the list: less of one that has no prefixes.
protocol ListProbe: IPv4Probe {
    init(_ watchlist: Watchlist, _ screen: BorrowedScreen)
    /// Whether a word of a fuller screen may name the address whose place it is.
    static func isNamed(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> Bool
}

/// For a list of single addresses, which sets two bits each: what passes is left to the classifier, which asks the tables.
struct AddressProbe: ListProbe {
    let screen: BorrowedScreen

    init(_ watchlist: Watchlist, _ screen: BorrowedScreen) {
        self.screen = screen
    }

    @inline(__always)
    static func isNamed(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> Bool { place.nameBit(word) != 0 }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        let (place, word) = screen.look(address)
        return place.isNamedAlone(word)
    }
}

/// For a list with prefixes, whose bitmap is fuller: what passes is asked of the tables at once.
struct BlockProbe: ListProbe {
    private let tables: TableProbe

    init(_ watchlist: Watchlist, _ screen: BorrowedScreen) {
        tables = TableProbe(watchlist, screen)
    }

    var screen: BorrowedScreen { tables.screen }

    @inline(__always)
    static func isNamed(_ place: IPv4ScreenHash.Place, _ word: UInt64) -> Bool { place.isNamed(word) }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        let (place, word) = screen.look(address)
        return place.isNamed(word) && tables.mayName(address)
    }
}

/// Asks a bitmap alone, that of the list or its near one: what this does not clear is left to another.
struct BitmapProbe<Probe: ListProbe>: IPv4Probe {
    let screen: BorrowedScreen

    init(_ screen: BorrowedScreen) {
        self.screen = screen
    }

    init(_ probe: Probe) {
        screen = probe.screen
    }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        let (place, word) = screen.look(address)
        return Probe.isNamed(place, word)
    }
}

/// Asks the tables alone.
struct TableProbe: IPv4Probe {
    let screen: BorrowedScreen
    private let watchlist: Watchlist

    init(_ watchlist: Watchlist, _ screen: BorrowedScreen) {
        self.watchlist = watchlist
        self.screen = screen
    }

    @inline(__always)
    func mayName(_ address: UInt32) -> Bool {
        watchlist.names(IPv4Address(rawValue: address.byteSwapped))
    }
}
