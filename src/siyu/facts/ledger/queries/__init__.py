"""Every statement this room sends, a file for each part of it."""
