"""The presenter window: what the group sees on the projector, and the facilitator's view of it."""
