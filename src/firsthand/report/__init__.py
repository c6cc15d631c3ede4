"""What a result looks like outside the program: JSON, terminal, HTML."""
