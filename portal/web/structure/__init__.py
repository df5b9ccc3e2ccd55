"""What the estructura base gives to take away: schemas, the reference, insumos to begin with."""
