"""What the server does with requests and responses, whatever they are about."""
