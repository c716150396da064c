package import CensusModel
package import NetworkTypes

/// A report: what is stated of a period, and everything that the statement rests on.
package struct ReportFigures: Equatable, Sendable {
    /// `nil` where the store is empty and no period was named.
    package let period: ReportPeriod?
    package let counts: PeriodCounts
    /// The period before, of the same length; `nil` where there is none to compare with.
    package let previous: PreviousPeriod?
    package let basis: Basis
    /// What is new against the period before; `nil` where that is not known, or was not to be found out.
    package var news: ReportNews?
    /// Hosts to clean up; `nil` where the report shows none.
    package var hosts: ReportHosts?
    /// What is known of the hours whose flows are gone while counts are kept; `nil` where there are none.
    package var kept: KeptFigures?

    package init(period: ReportPeriod?, counts: PeriodCounts, previous: PreviousPeriod?, basis: Basis) {
        (self.period, self.counts, self.previous, self.basis) = (period, counts, previous, basis)
    }

    /// What was counted of the period before.
    package struct PreviousPeriod: Equatable, Sendable {
        package let period: ReportPeriod
        package let counts: PeriodCounts
        /// How many hours of the two periods have lost their flows and left counts; then nothing was counted, for one falls short.
        package let keptHours: Int

        package init(period: ReportPeriod, counts: PeriodCounts, keptHours: Int = 0) {
            (self.period, self.counts, self.keptHours) = (period, counts, keptHours)
        }
    }

    /// By what rules and from what it was counted.
    package struct Basis: Equatable, Sendable {
        /// The store as the operator named it.
        package var store: String
        package var software: String
        /// From which grade on a host counts as affected.
        package var minimumGrade = Grade.attempted
        /// Whether an origin's answer stands for what a host sent.
        package var seesOneWay = false
        package var home: CountryCode?
        /// Who issues the report: text of the operator's.
        package var issuer: String?
        /// Who may see it: `TLP:AMBER`.
        package var marking: String?
        package var countryFile: CountryFile?
        package var inventory: Inventory?
        package var lists: [List] = []
        package var captures = InputTotals()
        /// What each sensor saw of the period; empty where the store knows of none.
        package var sensors: [SensorSummary] = []
        /// The hours of the period whose counts outlived their flows; `nil` where there are none.
        package var kept: StoreSummary.KeptSummary?

        package init(store: String, software: String) {
            (self.store, self.software) = (store, software)
        }
    }

    /// The file that the countries are from.
    package struct CountryFile: Equatable, Sendable {
        package let name: String
        /// What it says of itself: text from outside.
        package let type: String
        package let builtAt: Timestamp?
        /// SHA-256 in hexadecimal.
        package let checksum: String

        package init(name: String, type: String, builtAt: Timestamp?, checksum: String) {
            (self.name, self.type, self.builtAt, self.checksum) = (name, type, builtAt, checksum)
        }
    }

    /// The inventory that sectors and kinds are from.
    package struct Inventory: Equatable, Sendable {
        package let name: String
        package let assets: Int
        /// SHA-256 in hexadecimal.
        package let checksum: String
        package let refusedLines: Int

        package init(name: String, assets: Int, checksum: String, refusedLines: Int) {
            (self.name, self.assets, self.checksum, self.refusedLines) = (name, assets, checksum, refusedLines)
        }
    }

    /// A version of a list that the store was counted with, whether in this period or another.
    package struct List: Equatable, Sendable {
        package let name: String
        /// SHA-256 in hexadecimal.
        package let version: String
        package let entries: Int
        /// ISO 8601, as the store has it.
        package let firstUsedAt: String
        /// How many captures and sessions were counted with it that stand in the store; `nil` where that is not known.
        package let inputs: Int?
        /// When the feed that it is from last said that this is its list; `nil` of other lists, and of earlier versions.
        package let confirmation: Confirmation?

        package init(
            name: String, version: String, entries: Int, firstUsedAt: String, inputs: Int? = nil,
            confirmation: Confirmation? = nil
        ) {
            (self.name, self.version, self.entries, self.firstUsedAt) = (name, version, entries, firstUsedAt)
            (self.inputs, self.confirmation) = (inputs, confirmation)
        }

        /// How old the version in use of a feed is.
        package struct Confirmation: Equatable, Sendable {
            package let time: Timestamp
            /// In words: `5 h`.
            package let age: String
            package let isStale: Bool

            package init(time: Timestamp, age: String, isStale: Bool) {
                (self.time, self.age, self.isStale) = (time, age, isStale)
            }
        }
    }
}
