import Glibc

extension CensusStore {
    /// Whether there is a file with anything in it.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_size > 0
    }

    /// Whether the file may be written by us: a store on read-only media is read all the same.
    static func isWritable(_ path: String) -> Bool {
        unsafe access(path, W_OK) == 0
    }
}
