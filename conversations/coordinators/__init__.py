"""What coordinators enter: who runs a centre, by which agreement, and who will."""
