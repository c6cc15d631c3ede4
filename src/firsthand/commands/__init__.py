"""Commands that are more than a run over files; each module adds its own to the command line."""
