/// The templates of one domain of an exporter, by number. Memory is bounded by `maximumCost`.
struct TemplateStore: Sendable {
    private var ids: [UInt16] = []
    private var templates: [Template] = []
    /// When each was last used for data, in uses of the store; 0 for one that was not yet.
    private var uses: [UInt64] = []
    /// The time at which each was last used for data, or came, in seconds.
    private var times: [Int64] = []
    private var clock: UInt64 = 0
    /// Bytes of memory, about.
    private(set) var cost = 0

    /// Some hundreds of usual templates; routers have about ten in a domain.
    static let maximumCost = 256 * 1_024

    /// All of them, in the order in which they came.
    var all: [Template] { templates }

    /// The template of a data set, which is from then on one that is used.
    mutating func use(_ id: UInt16, at seconds: Int64) -> Template? {
        guard let place = ids.firstIndex(of: id) else { return nil }
        clock += 1
        (uses[place], times[place]) = (clock, seconds)
        return templates[place]
    }

    /// Whether a template is there as it is.
    func holds(_ template: Template) -> Bool {
        guard let place = ids.firstIndex(of: template.id) else { return false }
        return templates[place].source == template.source && templates[place].isOptions == template.isOptions
    }

    /// How many bytes more a template takes; 0 or less where one of its number is there that takes as many.
    func room(for template: Template) -> Int {
        guard let place = ids.firstIndex(of: template.id) else { return template.cost }
        return template.cost - templates[place].cost
    }

    /// Keeps a template, in place of the one of its number, which goes in any case: what comes behind the new one cannot be read by
    /// the old one. Where there is no room, those go that were never used for data, and then those that were not for the longest
    /// time; of a trusted exporter only those that were not for an hour.
    ///
    /// - Parameter seconds: now.
    /// - Returns: false where there is no room.
    mutating func keep(_ template: Template, isTrusted: Bool, at seconds: Int64) -> Bool {
        var use: UInt64 = 0
        if let place = ids.firstIndex(of: template.id) {
            use = uses[place]
            remove(place)
        }
        guard template.cost <= Self.maximumCost else { return false }
        while cost + template.cost > Self.maximumCost {
            guard let place = leastUsed(isTrusted: isTrusted, at: seconds) else { return false }
            remove(place)
        }
        ids.append(template.id)
        templates.append(template)
        uses.append(use)
        times.append(seconds)
        cost += template.cost
        return true
    }

    /// The template that makes room for another one; `nil` where none does.
    private func leastUsed(isTrusted: Bool, at seconds: Int64) -> Int? {
        let isFree = { (place: Int) in !isTrusted || seconds - times[place] >= Self.patience }
        return uses.indices.filter(isFree).min { uses[$0] < uses[$1] }
    }

    /// So long is a template of a trusted exporter kept that no data needs, in seconds.
    private static let patience: Int64 = 3_600

    /// Gives up a template, or all of a kind where the number is that of their set (2 and 3).
    mutating func withdraw(_ id: UInt16, isOptions: Bool) {
        let setID: UInt16 = isOptions ? 3 : 2
        for place in ids.indices.reversed()
        where ids[place] == id || id == setID && templates[place].isOptions == isOptions {
            remove(place)
        }
    }

    private mutating func remove(_ place: Int) {
        cost -= templates[place].cost
        ids.remove(at: place)
        templates.remove(at: place)
        uses.remove(at: place)
        times.remove(at: place)
    }
}
