import Classification
import HourlyRollup

extension HourlyTally: SightingSink {}
