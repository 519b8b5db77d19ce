// Never compiled, since its project is only configured.
