import ByteInput
package import TextFormats

/// Reads the feeds that a text in YAML describes, JSON included: `feeds: {NAME: {preset: feodo, interval: 1h}}`.
package enum FeedFile {
    private static let maximumLength = 1_024 * 1_024
    private static let sectionName = "feeds"

    /// What is wrong with one feed, and at which line, from 1.
    package struct Problem: Equatable, Sendable {
        package let line: Int
        package let feed: String
        package let reason: String
    }

    /// The feeds in the order of the file.
    package static func read(_ path: String) throws(FeedError) -> [Feed] {
        let bytes: [UInt8]
        do {
            bytes = try OpenedInput(path: path).readAll(limit: maximumLength)
        } catch {
            throw .file(path: path, reason: "\(error.problem)")
        }
        return try read(bytes, path: path)
    }

    /// - Parameter path: as messages have it.
    package static func read(_ bytes: [UInt8], path: String) throws(FeedError) -> [Feed] {
        let root: YAMLNode?
        do {
            root = try YAMLReader.read(bytes)
        } catch {
            throw .file(path: "\(path):\(error.line)", reason: error.problem)
        }
        guard case .mapping(let members)? = root?.content,
            let section = members.first(where: { $0.name == sectionName }),
            case .mapping(let feeds) = section.value.content
        else { throw .file(path: path, reason: "holds no section '\(sectionName)'") }
        return try read(feeds, path: path)
    }

    /// The feeds of a section.
    package static func read(_ section: [YAMLMember], path: String) throws(FeedError) -> [Feed] {
        let (feeds, problems) = examine(section)
        guard let problem = problems.first else { return feeds }
        throw .file(path: "\(path):\(problem.line)", reason: "feed \(problem.feed): \(problem.reason)")
    }

    /// The feeds of a section that can be used, and everything that is wrong with others.
    package static func examine(_ section: [YAMLMember]) -> (feeds: [Feed], problems: [Problem]) {
        var (feeds, problems): ([Feed], [Problem]) = ([], [])
        for member in section {
            let name = member.name.printable
            let (values, wrong) = values(of: member)
            problems += wrong.map { Problem(line: $0.line, feed: name, reason: $0.reason) }
            guard wrong.isEmpty else { continue }
            do {
                feeds.append(try FeedSettings(name: member.name, values: values).feed())
            } catch {
                problems.append(Problem(line: member.line, feed: name, reason: error.reason))
            }
        }
        return (feeds, problems)
    }

    private static func values(of feed: YAMLMember) -> ([String: String], wrong: [(line: Int, reason: String)]) {
        guard case .mapping(let settings) = feed.value.content else {
            return ([:], [(feed.line, "is made of settings, such as 'preset: feodo' or 'url: https://…'")])
        }
        var (values, wrong): ([String: String], [(line: Int, reason: String)]) = ([:], [])
        for setting in settings {
            let name = setting.name.printable
            guard FeedSettings.names.contains(setting.name) else {
                let suggestion = NearestWord.to(setting.name, among: FeedSettings.names)
                wrong.append(
                    (setting.line, "'\(name)' is not a setting" + (suggestion.map { ". Did you mean '\($0)'?" } ?? "")))
                continue
            }
            guard case .scalar(let text, _) = setting.value.content, !setting.value.isNull else {
                wrong.append((setting.line, "'\(name)' has one value"))
                continue
            }
            values[setting.name] = text
        }
        return (values, wrong)
    }
}

extension FeedError {
    /// What is wrong with a setting, without the feed's name.
    fileprivate var reason: String {
        if case .setting(_, let reason) = self { reason } else { description }
    }
}
