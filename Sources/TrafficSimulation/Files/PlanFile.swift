import Foundation
import Runtime

/// Reads a plan from JSON: every figure has to be there but `home` and `attacks`, and nothing else.
enum PlanFile {
    /// More than any plan has, for a file that is not a plan.
    private static let longest = 16 * 1_024 * 1_024

    static func read(_ path: String) throws -> TrafficPlan {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandProblem("\(path): cannot be read: \(error.localizedDescription)")
        }
        guard data.count <= longest else { throw CommandProblem("\(path): is too long for a plan") }
        return try plan(data, named: path)
    }

    static func plan(_ data: Data, named name: String) throws -> TrafficPlan {
        do {
            let plan = try JSONDecoder().decode(TrafficPlan.self, from: data)
            let given = try JSONSerialization.jsonObject(with: data)
            let taken = try JSONSerialization.jsonObject(with: JSONEncoder().encode(plan))
            if let unknown = firstUnknown(given, taken) {
                throw CommandProblem("\(name): \(unknown): there is no such figure in a plan")
            }
            return plan
        } catch let error as DecodingError {
            throw CommandProblem("\(name): \(words(error))")
        }
    }

    /// The first key that was given and not taken, with the keys around it.
    private static func firstUnknown(_ given: Any, _ taken: Any) -> String? {
        if let given = given as? [String: Any], let taken = taken as? [String: Any] {
            for (key, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
                guard let known = taken[key] else { return key }
                if let inner = firstUnknown(value, known) { return "\(key).\(inner)" }
            }
        } else if let given = given as? [Any], let taken = taken as? [Any] {
            for (place, (value, known)) in zip(given, taken).enumerated() {
                if let inner = firstUnknown(value, known) { return "\(place).\(inner)" }
            }
        }
        return nil
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])): is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(path(context.codingPath)): \(context.debugDescription)"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\(path(context.codingPath)): \(context.debugDescription)"
        default: "is not JSON"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { key in key.intValue.map(String.init) ?? key.stringValue }.joined(separator: ".")
    }
}
