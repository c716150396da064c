/// What is known of every host within some scope: a byte each, in pages that are there when they are needed.
struct HostLedger {
    private var pages: [[UInt8]]

    private static let pageBits = 12

    init(hosts: Int) {
        pages = [[UInt8]](repeating: [], count: hosts >> Self.pageBits + 1)
    }

    mutating func note(_ host: Int, _ outcome: Outcome) {
        let page = host >> Self.pageBits
        if pages[page].isEmpty { pages[page] = [UInt8](repeating: 0, count: 1 << Self.pageBits) }
        pages[page][host & (1 << Self.pageBits - 1)] |= outcome.rawValue
    }

    var figures: HostFigures {
        var figures = HostFigures()
        for page in pages {
            for outcomes in page where outcomes > 0 { figures.add(Outcome(rawValue: outcomes)) }
        }
        return figures
    }
}
