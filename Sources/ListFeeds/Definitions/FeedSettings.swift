import HTTPClient

/// Makes a feed of its settings, which are names and texts wherever they come from.
package struct FeedSettings {
    private let name: String
    private let values: [String: String]

    /// The names that settings have.
    package static let names = [
        "preset", "kind", "url", "path", "format", "class", "label", "confidence", "interval", "stale-after", "auth",
        "secret-file", "ca-file", "proxy", "user-agent", "allow-http", "allow-shrink", "follow-without-secret",
        "connect-timeout", "timeout", "lowest-speed", "low-speed-time", "max-size", "max-unpacked-size",
        "max-redirects",
        "keep", "keep-versions", "last",
    ]

    package init(name: String, values: [String: String]) {
        (self.name, self.values) = (name, values)
    }

    /// - Throws: `FeedError.setting` that names the setting.
    package func feed() throws(FeedError) -> Feed {
        guard Feed.isName(name) else {
            throw problem("is not a name: it may hold letters, digits, '-', '_' and '.', and names a folder")
        }
        for unknown in values.keys.sorted() where !Self.names.contains(unknown) {
            throw problem("'\(unknown)' is not a setting of a feed; settings are \(Self.names.joined(separator: ", "))")
        }
        let preset = try values["preset"].map { (name) throws(FeedError) in
            guard let preset = FeedPreset.named(name) else { throw problem("there is no preset '\(name)'") }
            return preset
        }
        var feed = try Feed(name: name, source: source(preset))
        feed.reading = reading(preset)
        feed.interval = try seconds("interval") ?? preset?.interval ?? feed.interval
        feed.statedStaleAfter = try seconds("stale-after")
        feed.keptTime = try seconds("keep") ?? feed.keptTime
        feed.keptVersions = try number("keep-versions", 1...1_000) ?? feed.keptVersions
        feed.allowsShrink = try flag("allow-shrink") ?? false
        feed.secret = try secret(preset)
        feed.http = try http(feed.source)
        return feed
    }

    private func problem(_ reason: String) -> FeedError { .setting(feed: name, reason: reason) }

    private func source(_ preset: FeedPreset?) throws(FeedError) -> FeedSource {
        let kind = values["kind"] ?? (values["path"] != nil ? "files" : preset?.kind ?? "list")
        if kind == "files" {
            guard let path = values["path"] else { throw problem("a feed of kind files needs a 'path'") }
            return .files(pattern: path)
        }
        guard let text = values["url"] ?? preset?.address else {
            throw problem("needs a 'url', a 'path' or a 'preset'")
        }
        let address: HTTPAddress
        do {
            address = try HTTPAddress(text)
        } catch {
            throw problem("'url': \(error)")
        }
        switch kind {
        case "list": return .list(address)
        case "taxii": return .taxii(address)
        case "misp-feed": return .mispFeed(address)
        case "misp-search":
            guard values["last"].map(Self.isSpan) ?? true else {
                throw problem("'last' takes a number and one of m, h, d, as in 30d")
            }
            return .mispSearch(address, last: values["last"])
        default: throw problem("'kind' is one of list, taxii, misp-feed, misp-search, files")
        }
    }

    /// What stands before the colon of a list argument.
    private func reading(_ preset: FeedPreset?) -> String {
        let options = ["class", "label", "confidence"].compactMap { name in
            (values[name] ?? (name == "class" ? preset?.threatClass : nil)).map { "\(name)=\($0)" }
        }
        return ([values["format"] ?? preset?.format ?? ""] + options).joined(separator: ",")
    }

    private func secret(_ preset: FeedPreset?) throws(FeedError) -> FeedSecret? {
        guard let file = values["secret-file"] else {
            guard values["auth"] == nil else { throw problem("'auth' needs a 'secret-file'") }
            return nil
        }
        guard let text = values["auth"] ?? preset?.secretScheme, let scheme = HTTPCredentials.Scheme(text) else {
            throw problem("'secret-file' needs an 'auth' of bearer, basic or header:NAME")
        }
        return FeedSecret(scheme: scheme, file: file)
    }

    private func http(_ source: FeedSource) throws(FeedError) -> HTTPSettings {
        var http = HTTPSettings()
        switch source {
        // Many requests take longer than one.
        case .taxii, .mispFeed, .mispSearch: http.timeout = 3_600
        case .list, .files: break
        }
        http.connectTimeout = try seconds("connect-timeout").map(Double.init) ?? http.connectTimeout
        http.timeout = try seconds("timeout").map(Double.init) ?? http.timeout
        http.lowestSpeed = try number("lowest-speed", 1...1_000_000_000) ?? http.lowestSpeed
        http.lowSpeedTime = try seconds("low-speed-time") ?? http.lowSpeedTime
        http.maximumSize = try size("max-size") ?? http.maximumSize
        http.maximumUnpackedSize = try size("max-unpacked-size") ?? http.maximumUnpackedSize
        http.maximumRedirects = try number("max-redirects", 0...20) ?? http.maximumRedirects
        http.followsWithoutCredentials = try flag("follow-without-secret") ?? false
        http.allowsPlainText = try flag("allow-http") ?? false
        (http.proxy, http.certificateFile) = (values["proxy"], values["ca-file"])
        http.userAgent = values["user-agent"] ?? http.userAgent
        guard HTTPHeader.isValue(http.userAgent) else { throw problem("'user-agent' holds control characters") }
        return http
    }

    // MARK: - Values

    private static let secondsOfUnits: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    private static let bytesOfUnits = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]

    private static func isSpan(_ text: String) -> Bool {
        guard let unit = text.last, "mhd".contains(unit), let number = Int(text.dropLast()) else { return false }
        return 1...100_000 ~= number
    }

    /// A time of a second at the least, and ten years at the most.
    private func seconds(_ name: String) throws(FeedError) -> Int? {
        guard let text = values[name] else { return nil }
        let unit = text.last.flatMap { Self.secondsOfUnits[$0] }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), 1...315_360_000 ~= number,
            case let seconds = number * (unit ?? 1), seconds <= 315_360_000
        else { throw problem("'\(name)' takes a time such as 90s, 15m, 1h or 7d") }
        return seconds
    }

    private func size(_ name: String) throws(FeedError) -> Int? {
        guard let text = values[name] else { return nil }
        let unit = Self.bytesOfUnits.first { text.hasSuffix($0.0) }
        guard let number = Int(text.dropLast(unit?.0.count ?? 0)), 1...(1 << 34) ~= number,
            case let bytes = number * (unit?.1 ?? 1), bytes <= 1 << 34
        else { throw problem("'\(name)' takes a size such as 65536, 512KiB or 64MiB") }
        return bytes
    }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws(FeedError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range ~= number else {
            throw problem("'\(name)' takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func flag(_ name: String) throws(FeedError) -> Bool? {
        switch values[name] {
        case nil: nil
        case "true", "yes": true
        case "false", "no": false
        default: throw problem("'\(name)' takes true or false")
        }
    }
}
