import GRDB

extension CensusStore {
    /// The versions of the lists that were used, in the order of their first use.
    package func lists() throws(CensusStoreError) -> [ListRecord] {
        try read("read the lists") { database in
            let sql = "SELECT version, name, entries FROM list ORDER BY first_used_at, name, version"
            return try Row.fetchAll(database, sql: sql).map {
                ListRecord(version: $0["version"], name: $0["name"], entries: Int(clamping: $0["entries"] as Int64))
            }
        }
    }
}
