import ArgumentParser
import CensusEvents
import CensusNotice
import CensusQueries
import PacketCapture
import PacketDecoding
import Watchlist

// The words of the command line that only one command has, read into the vocabulary of the pipeline.

extension TunnelPolicy: ExpressibleByArgument {}

extension TrafficDirection: ExpressibleByArgument {}

extension ListTime: ExpressibleByArgument {}

extension EventFormat: ExpressibleByArgument {}
