/// What becomes of the dates that entries state.
package enum ListTime: String, CaseIterable, Sendable {
    /// They hold at the packet's own time; an entry without dates is always valid.
    case dated
    /// They are not looked at.
    case ignore
    /// They hold, and an entry without dates is left out.
    case strict
}
