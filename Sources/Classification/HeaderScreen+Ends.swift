import FlowLogs
import Watchlist

/// The screen for the ends of flow records, before there are records of them.
extension HeaderScreen {
    /// Which pairs of ends may match or come near: a bit for each, the first one's lowest.
    func suspects(among ends: Span<IPv4Ends>) -> UInt64 {
        watchlist.screen4.namesPrefixes
            ? withProbes { suspects(among: ends, $0 as BlockProbe, $1) }
            : withProbes { suspects(among: ends, $0 as AddressProbe, $1) }
    }

    @inline(__always)
    private func suspects(among ends: Span<IPv4Ends>, _ probe: some ListProbe, _: IPv6Probe) -> UInt64 {
        // First octets lowest, as a load from a header gives them.
        if watchlist.screen4.words.count > Self.nearWordCount {
            for index in ends.indices {
                let (source, destination) = (ends[index].source.byteSwapped, ends[index].destination.byteSwapped)
                probe.screen.prefetch(probe.screen.outer(source, destination))
            }
        }
        var suspects: UInt64 = 0
        for index in ends.indices {
            let (source, destination) = (ends[index].source.byteSwapped, ends[index].destination.byteSwapped)
            suspects |= (probe.mayMatch(source, destination) ? 1 : 0) &<< UInt64(index)
        }
        return suspects
    }
}
