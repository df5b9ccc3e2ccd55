"""What is made from the estructura base: schemas, a reference and insumos to begin with."""
