/// What a watchlist says an address is. Classes are counted apart.
///
/// The raw values are kept in stores and must not change; the order is that of severity, worst first.
public enum ThreatClass: UInt8, CaseIterable, Comparable, Sendable {
    case c2 = 0
    case backdoor = 1
    case malware = 2
    case sinkhole = 3
    case scanner = 4
    case other = 5

    /// The word used in lists and exports.
    public var name: String {
        switch self {
        case .c2: "c2"
        case .backdoor: "backdoor"
        case .malware: "malware"
        case .sinkhole: "sinkhole"
        case .scanner: "scanner"
        case .other: "other"
        }
    }

    public init?(name: some StringProtocol) {
        let name = name.lowercased()
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// Which class counts where lists name several for the same address, port and protocol: that with the lowest rank. What a
    /// sinkhole has taken over is nobody's server any more, whatever an older list says.
    package var rank: Int {
        switch self {
        case .sinkhole: 0
        case .backdoor: 1
        case .c2: 2
        case .malware: 3
        case .scanner: 4
        case .other: 5
        }
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}
