"""The schema of every knowledge file, in pydantic; `knowledge.schema.json` is written from it for editors."""
