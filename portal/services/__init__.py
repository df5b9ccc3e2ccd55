"""What the portal does: plain functions that know no request."""
