import NetworkTypes

/// The times that a drawing has room for, one beside the other: all that were observed, and between them those that were not,
/// long stretches of which are shortened.
struct ObservedTimes {
    private(set) var slots: [Slot] = []

    struct Slot {
        let start: Hour
        let label: String
        let isObserved: Bool
        /// What stands below the axis here; `nil` for most times.
        var mark: String?
    }

    /// - Parameters:
    ///   - observed: in their order.
    ///   - step: from one time to the next, in hours.
    init(_ observed: [Hour], every step: Int32, _ name: (Hour) -> String) {
        let longest = max(3, observed.count / 20)
        var isWhole = true
        for (index, hour) in observed.enumerated() {
            if index > 0 {
                let before = observed[index - 1]
                let missing = Int((hour.index - before.index) / step) - 1
                let shown = min(missing, longest)
                isWhole = isWhole && shown == missing
                for place in 0..<max(0, shown) {
                    // The first and the last that are drawn stand for the first and the last that are missing.
                    let steps = place < shown - 1 ? Int32(place) + 1 : Int32(missing)
                    let start = Hour(index: before.index + steps * step)
                    slots.append(Slot(start: start, label: name(start), isObserved: false))
                }
            }
            slots.append(Slot(start: hour, label: name(hour), isObserved: true))
        }
        if isWhole { markByCalendar() } else { markStretches() }
    }

    private mutating func markByCalendar() {
        let marks = TimeMarks(slots.map(\.start))
        for place in slots.indices { slots[place].mark = marks.mark(at: slots[place].start) }
    }

    /// Where time is shortened, each stretch says when it begins, as far as there is room.
    private mutating func markStretches() {
        let room = max(1, slots.count / 6)
        var next = 0
        for place in slots.indices where place >= next && slots[place].isObserved {
            guard place == 0 || !slots[place - 1].isObserved else { continue }
            slots[place].mark = ReportWords.day(slots[place].start)
            next = place + room
        }
    }
}
