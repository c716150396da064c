import CensusModel
import HourlyRollup
import NetworkTypes

extension JudgedStretches {
    /// Of questions about more days nothing is kept: parts of all of them would not find room.
    private static let mostDays = 35

    /// Hands on what comes of each day, which is kept where there is room.
    ///
    /// - Parameters:
    ///   - question: a name that only parts have that are made in the same way.
    ///   - seal: is called on the same thread when a part has all its flows.
    ///   - take: takes what came of a stretch of a day, in the order of time, on the caller's thread.
    /// - Returns: false where days are not kept; then nothing was handed on.
    func forEachKeptPart<Part: Sendable>(
        of source: any FlowSource, in hours: HourRange, question: String, beginningWith part: Part,
        add: @escaping @Sendable (JudgedFlow, inout Part) -> Void,
        seal: @escaping @Sendable (inout Part) -> Void = { _ in }, take: (Part) throws -> Void
    ) throws -> Bool {
        guard let memory, let source = source as? any StretchedFlowSource else { return false }
        let starts = memory.marks.days(in: hours)
        guard starts.count <= Self.mostDays else { return false }
        memory.days.begin()
        var days = FreshDays<Part>(memory, question)
        try OrderedWork.run { (body: (DayWork<Part>) throws -> Void) in
            for start in starts {
                let day = QuestionedDay(start, within: hours, memory.marks)
                if let parts: [Part] = memory.days.parts(question, day.hours, day.mark) {
                    try body(.kept(parts))
                } else {
                    try body(.begins(day))
                    try forEachStretch(of: source, day.hours, part, add, seal) { try body($0) }
                }
            }
        } work: {
            try done($0, beginningWith: part, add, seal)
        } take: { work in
            switch work {
            case .kept(let parts): for part in parts { try take(part) }
            case .begins(let day): days.begin(day)
            case .made(let part, let flows):
                days.add(part, flows)
                try take(part)
            case .stretch: break
            }
        }
        days.finish()
        return true
    }

    /// Hands on the stretches of a day; where it cannot be read so, what came of all of it.
    private func forEachStretch<Part: Sendable>(
        of source: any StretchedFlowSource, _ hours: HourRange, _ part: Part,
        _ add: (JudgedFlow, inout Part) -> Void, _ seal: (inout Part) -> Void, _ body: (DayWork<Part>) throws -> Void
    ) throws {
        let filter = FlowFilter(hours: hours)
        guard
            try !source.forEachStretch(
                filter, lookingBack: EvidenceWindow.hoursBefore, inOrder: .hours, { try body(.stretch($0)) })
        else { return }
        var (part, flows) = (part, 0)
        try FlowJudge(source, rules).forEachFlow(filter) { flow in
            add(flow, &part)
            flows += 1
        }
        seal(&part)
        try body(.made(part, flows: flows))
    }

    /// A step, or where it is a stretch what comes of it.
    private func done<Part: Sendable>(
        _ work: DayWork<Part>, beginningWith part: Part, _ add: (JudgedFlow, inout Part) -> Void,
        _ seal: (inout Part) -> Void
    ) throws -> DayWork<Part> {
        guard case .stretch(let stretch) = work else { return work }
        var (part, flows) = (part, 0)
        try forEachFlow(of: stretch, FlowFilter(hours: stretch.hours)) { flow in
            add(flow, &part)
            flows += 1
        }
        seal(&part)
        return .made(part, flows: flows)
    }
}

/// A day of a question, or what of it lies within its hours.
private struct QuestionedDay {
    let hours: HourRange
    /// Of its hours and those that are looked back at.
    let mark: Int

    init(_ start: Hour, within hours: HourRange, _ marks: HourMarks) {
        let end = start.advanced(by: 24)
        self.hours = HourRange(from: max(start, hours.from ?? start), to: min(end, hours.to ?? end))
        mark = marks.mark(
            of: HourRange(from: self.hours.from?.advanced(by: -EvidenceWindow.hoursBefore), before: self.hours.to))
    }
}

/// A step in the reading of days.
private enum DayWork<Part: Sendable>: Sendable {
    case kept([Part])
    /// What follows is made of this day.
    case begins(QuestionedDay)
    case stretch(FlowStretch)
    case made(Part, flows: Int)
}

/// The parts of days that were read just now, each day kept as soon as it is whole.
private struct FreshDays<Part: Sendable> {
    private let memory: DayMemory
    private let question: String
    private var day: QuestionedDay?
    private var parts: [Part] = []
    private var flows = 0

    init(_ memory: DayMemory, _ question: String) {
        (self.memory, self.question) = (memory, question)
    }

    mutating func begin(_ day: QuestionedDay) {
        finish()
        self.day = day
    }

    mutating func add(_ part: Part, _ flows: Int) {
        parts.append(part)
        self.flows += flows
    }

    mutating func finish() {
        if let day { memory.days.keep(parts, question, day.hours, day.mark, flows: flows) }
        (day, parts, flows) = (nil, [], 0)
    }
}
