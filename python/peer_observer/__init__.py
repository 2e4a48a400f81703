"""Events of peer-observer for Python: the types are in `peer_observer.events`, the way to the bus in `peer_observer.bus`."""
