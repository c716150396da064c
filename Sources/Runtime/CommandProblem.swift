/// Something that was requested and cannot be done: said in full, with the input and the place.
package struct CommandProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
