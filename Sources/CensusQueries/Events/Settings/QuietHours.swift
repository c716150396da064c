package import NetworkTypes

/// A time of day in UTC in which events wait: `22:00-06:00`, with `Sat` and `Sun` as whole days of the week.
package struct QuietHours: Equatable, Sendable {
    /// Minutes of the day, from the first up to the one where it ends; through midnight where that is earlier.
    private var span: (from: Int, to: Int)?
    /// Days of the week, Monday 0.
    private var days: Set<Int> = []

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// - Parameter text: `HH:MM-HH:MM` and names of days, with blanks or commas between them; `nil` for anything else.
    package init?(_ text: String) {
        for word in text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
            if let day = Self.names.firstIndex(of: String(word)) {
                days.insert(day)
            } else {
                let ends = word.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
                guard span == nil, ends.count == 2, let from = ends[0], let to = ends[1], from != to else { return nil }
                span = (from, to)
            }
        }
        guard span != nil || !days.isEmpty else { return nil }
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour: Int = decimalNumber(parts[0]),
            let minute: Int = decimalNumber(parts[1]), minute < 60, hour < 24 || (hour, minute) == (24, 0)
        else { return nil }
        return hour * 60 + minute
    }

    package func contains(_ time: Timestamp) -> Bool {
        let seconds = time.nanoseconds.floorQuotient(by: Timestamp.nanosecondsPerSecond)
        let day = seconds.floorQuotient(by: 86_400)
        let minute = Int((seconds - day * 86_400) / 60)
        // 1 January 1970 was a Thursday.
        if days.contains(Int((day % 7 + 7 + 3) % 7)) { return true }
        guard let span else { return false }
        return span.from < span.to
            ? (span.from..<span.to).contains(minute) : minute >= span.from || minute < span.to
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.days == right.days && left.span?.from == right.span?.from && left.span?.to == right.span?.to
    }
}
