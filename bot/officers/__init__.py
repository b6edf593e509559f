"""What officers do with the knowledge: check it, try it on cases, see what changes for whom, publish it."""
