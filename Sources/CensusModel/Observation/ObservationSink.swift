/// What takes observations as the classifier finds them.
package protocol ObservationSink {
    mutating func record(_ observation: Observation)
}
