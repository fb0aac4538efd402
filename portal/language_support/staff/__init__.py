"""Officers answer what was asked for, note what came by telephone, and see what is asked for."""
