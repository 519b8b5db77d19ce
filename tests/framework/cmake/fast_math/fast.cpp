// Never compiled: its project is configured only.
