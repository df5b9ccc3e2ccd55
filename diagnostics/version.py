"""The version of the command line and of its formats' producer."""

VERSION = "1.1"
