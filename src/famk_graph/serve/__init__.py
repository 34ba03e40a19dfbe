"""The explorer: pages, a JSON API and a SPARQL endpoint, served by one local process."""
