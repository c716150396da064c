/// What takes observations as the classifier finds them.
package protocol ObservationSink {
    mutating func record(_ observation: Observation)
}

/// What takes the observations that flow logs give.
package protocol LogObservationSink {
    mutating func record(_ observation: LogObservation)
}
