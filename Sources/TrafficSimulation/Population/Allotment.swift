/// Which hosts a country reaches: so many in a row, round a circle of all.
///
/// Countries are allotted one behind the other. Together they reach every host of the circle when their numbers add up to
/// as many or more, and what they add up to beyond that is hosts which several reach.
struct Allotment: Equatable {
    /// The hosts of the circle.
    let circle: Range<Int>
    /// How far from the circle's beginning the country's hosts begin.
    let start: Int
    /// How many the country reaches; no more than the circle has.
    let count: Int

    /// The host of a place, which for places from `count` on begins again.
    func host(_ place: Int) -> Int {
        circle.lowerBound + (start + place % count) % circle.count
    }

    /// Allots so many hosts to each, one behind the other.
    static func row(_ counts: [Int], circle: Range<Int>) -> [Allotment] {
        var start = 0
        return counts.map { count in
            defer { start += count }
            return Allotment(circle: circle, start: circle.isEmpty ? 0 : start % circle.count, count: count)
        }
    }
}

/// The hosts that a country's origins of one kind meet, by places from 0 on.
enum HostChoice {
    case allotted(Allotment)
    /// A few, one by one.
    case named([Int])

    func host(_ place: Int) -> Int {
        switch self {
        case .allotted(let allotment): allotment.host(place)
        case .named(let hosts): hosts[place]
        }
    }
}
