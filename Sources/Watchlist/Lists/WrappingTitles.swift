import NetworkTypes

/// The names of what wraps entries, as a pulse of OTX or an event of MISP: they label entries that have no label, and may stand
/// behind them in the file.
///
/// Until all is read a mark stands in the label. It holds a number drawn for this reading, so that no list can forge one.
struct WrappingTitles {
    private var titles: [String?] = []
    private let seal = UInt64.random(in: .min ... .max)

    /// How many wrappings there are so far.
    var count: Int { titles.count }

    /// Adds a wrapping whose name is not known yet, and returns its number.
    mutating func begin() -> Int {
        titles.append(nil)
        return titles.count - 1
    }

    /// The name of a wrapping; `nil` where it is not known.
    subscript(number: Int) -> String? {
        get { titles[number] }
        set { titles[number] = newValue }
    }

    private var head: String { "\u{0}\(seal)\u{0}" }

    /// What labels an entry until the name of its wrapping is known.
    /// - Parameter other: the label where the wrapping has no name; `nil` for none.
    func mark(_ number: Int, otherwise other: String?) -> String { "\(head)\(number)\u{0}\(other ?? "")" }

    /// Puts names in the place of marks.
    func replaceMarks(in list: inout ParsedList) {
        guard !titles.isEmpty else { return }
        let head = Array(head.utf8)
        list.table.changeProfiles { profile in
            guard let label = profile.labels.first, label.utf8.starts(with: head) else { return }
            let parts = label.utf8.dropFirst(head.count).split(
                separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(String(decoding: parts[0], as: UTF8.self)),
                titles.indices.contains(number)
            else { return }
            let other = String(decoding: parts[1], as: UTF8.self)
            profile.labels = titles[number].map { [$0] } ?? (other.isEmpty ? [] : [other])
        }
    }
}
