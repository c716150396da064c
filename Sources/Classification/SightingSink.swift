package import NetworkTypes

/// What takes sightings as the classifier finds them.
package protocol SightingSink {
    mutating func record(_ sighting: Sighting)
}
