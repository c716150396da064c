package import NetworkTypes
import Runtime

/// What is taken for now: one time for all options of a command, and for all parameters of a request.
package enum RequestTime {
    /// The time of the first look in a command; a server sets it for each request.
    @TaskLocal package static var now = SystemClock.now
}
