/// How far something was counted and with which lists: what decides between two counts of the same.
package struct SourceExtent: Equatable, Sendable {
    /// Why it is taken in place of another one.
    package enum Preference: Equatable, Sendable {
        case none
        /// More of it was counted: more bytes of a capture, more commits of a session.
        case further
        /// As much was counted, with newer lists.
        case newerLists
        /// The same was counted, by the sensor that comes first by name.
        case firstSensor
    }

    /// Bytes of a capture, or commits of a session.
    package let position: UInt64
    package let lists: [ListSet]
    /// When the newest list was first used; empty where that is not known.
    package let newestList: String
    package let sensor: String

    package init(position: UInt64, lists: [ListSet], newestList: String, sensor: String) {
        (self.position, self.lists, self.newestList, self.sensor) = (position, lists, newestList, sensor)
    }

    /// Whether it is to be taken in place of another one. Of two that were counted as far the one counted with newer lists is, and of
    /// lists as old the same ones whichever store is merged into which.
    package func preference(over other: SourceExtent) -> Preference {
        if position != other.position { return position > other.position ? .further : .none }
        guard lists != other.lists else { return isOfFirstSensor(other) ? .firstSensor : .none }
        return (newestList, order) > (other.newestList, other.order) ? .newerLists : .none
    }

    private var order: String {
        lists.flatMap(\.lists).map { $0.version + $0.options }.joined(separator: " ")
    }

    private func isOfFirstSensor(_ other: SourceExtent) -> Bool {
        guard !other.sensor.isEmpty else { return !sensor.isEmpty }
        return !sensor.isEmpty && sensor.utf8.lexicographicallyPrecedes(other.sensor.utf8)
    }
}
