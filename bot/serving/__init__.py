"""Many processes on one address: the crew of workers, who looks after them, and how each says that it is well."""
