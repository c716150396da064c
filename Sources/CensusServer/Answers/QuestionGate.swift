import Dispatch
import HTTPListener

/// Lets so many questions at a time at the store, each of which may take every core for a while.
final class QuestionGate: Sendable {
    private let places: DispatchSemaphore

    private static let seconds = 30

    init(places: Int) {
        self.places = DispatchSemaphore(value: places)
    }

    /// - Throws: a problem where no place comes free for long.
    func enter<Result>(_ body: () throws -> Result) throws -> Result {
        guard places.wait(timeout: .now() + .seconds(Self.seconds)) == .success else {
            throw APIProblem(.unavailable, "too many questions at a time; ask again")
        }
        defer { places.signal() }
        return try body()
    }
}
