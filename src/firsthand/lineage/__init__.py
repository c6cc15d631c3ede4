"""Who was made from whom, and how many independent origins stand behind each claim."""
