"""The SPARQL endpoint, and the worker processes that answer what may take long."""
