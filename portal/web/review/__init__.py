"""What staff decide about organisations: verification, claims, agreements."""
