import Runtime

/// What the values of a parameter look like, as a regular expression (ECMA-262, as JSON Schema has it): what matches is taken, but for
/// what two parameters say together.
enum ParameterPattern {
    /// `nil` where any text is taken.
    static func pattern(of argument: ArgumentSyntax) -> String? {
        switch argument.key {
        case "from", "to": whole(Self.times)
        case "period": whole(Self.periods)
        case "origin", "host": whole(several(Self.networks))
        case "port": whole(several(Self.port))
        case "country": whole(several("(?!XX|ZZ)[A-Z]{2}|unknown"))
        case "label", "from-name": whole("[^\\x00-\\x1f\\x7f]*")
        default:
            argument.isRepeating && !argument.choices.isEmpty
                ? whole(several(argument.choices.joined(separator: "|"))) : nil
        }
    }

    private static func whole(_ pattern: String) -> String { "^(?:\(pattern))$" }

    private static func several(_ pattern: String) -> String { "(?:\(pattern))(?:,(?:\(pattern)))*" }

    // MARK: - Times

    /// The years of all times that can be stored.
    private static let year = "(?:1[7-9]|2[01])[0-9]{2}"
    private static let month = "(?:0[1-9]|1[0-2])"
    private static let leapYear =
        "(?:(?:1[7-9]|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)"
    private static let date = [
        "\(year)-\(month)-(?:0[1-9]|1[0-9]|2[0-8])", "\(year)-(?:0[13-9]|1[0-2])-(?:29|30)",
        "\(year)-(?:0[13578]|1[02])-31", "\(leapYear)-02-29",
    ].joined(separator: "|")
    private static let hour = "(?:[01][0-9]|2[0-3])"
    private static let clock = "\(hour)(?::[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?)?Z?"
    private static let week = "\(year)-W(?:0[1-9]|[1-4][0-9]|5[0-2])"
    private static let units = "today|yesterday|(?:this|last) (?:week|month|year)"

    private static let times =
        "\(year)(?:-\(month))?|(?:\(date))(?:T\(clock))?|\(week)|\(units)|now|-[0-9]{1,9}[hdw]|0|@[0-9]{1,18}|[0-9]{9,11}"
    private static let periods = "\(year)(?:-\(month))?|(?:\(date))(?:T\(hour))?|\(week)|\(units)"

    // MARK: - Networks

    private static let byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    private static let quad = "\(byte)(?:\\.\(byte)){3}"
    private static let group = "[0-9A-Fa-f]{1,4}"
    /// In full, or with one run of zeros left out (RFC 4291 section 2.2).
    private static let groups: String = {
        let behind = (0...6).map { count in
            count == 0 ? "::(?:\(group)(?::\(group)){0,6})?" : "(?:\(group):){\(count)}(?::\(group)){1,\(7 - count)}"
        }
        return (["\(group)(?::\(group)){7}", "(?:\(group):){1,7}:"] + behind).joined(separator: "|")
    }()
    /// Addresses and prefixes, and ranges between two addresses.
    private static let networks =
        "\(quad)(?:/(?:3[0-2]|[12]?[0-9]))?|(?:\(groups))(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?|\(quad)-\(quad)"

    private static let port =
        "6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}|0"
}
