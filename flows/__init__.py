"""CONDUCT: settings, command line, Prefect."""
